// Messages: the arrows of the picture, and the calls that they belong to.

/** How many messages share one entry of the index by which those in view are found. */
const MESSAGES_PER_BLOCK = 256;

/**
 * The arrows of the run, by the event at which they begin; replies to copies have none. `to` is the event at
 * which an arrow ends, or -1 where it is lost (`why` says so) or still under way at the end.
 */
function readMessages(run) {
  const arrows = [];
  const calls = new Map();
  const arrowFrom = new Map();
  for (let i = 0; i < run.length; i++) {
    const kind = kindOf(run, i);
    if (run.call[i] < 0) continue;
    if (!calls.has(run.call[i])) calls.set(run.call[i], []);
    const call = calls.get(run.call[i]);
    call.push(i);
    if (kind === "send" || kind === "duplicate" || (kind === "reply" && !isToCopy(run, i))) {
      const arrow = newArrow(run, i, kind, call[0]);
      arrows.push(arrow);
      arrowFrom.set(i, arrow);
    } else if (kind === "deliver" || kind === "answer") {
      arriveAt(run, i, kind, call, arrowFrom);
    } else if (kind === "drop") {
      loseAt(run, i, call, arrowFrom);
    }
  }
  return { arrows, calls, blocks: blocksOf(arrows) };
}

/** Whether a reply answers the copy of a request: the network throws such a reply away at once. */
function isToCopy(run, i) {
  const comesOf = (at, kind) =>
    parentsOf(run, at).filter((from) => run.call[from] === run.call[i] && kindOf(run, from) === kind);
  return comesOf(i, "deliver").some((delivery) => comesOf(delivery, "duplicate").length > 0);
}

function newArrow(run, i, kind, first) {
  const request = kindOf(run, first) === "send" ? first : i;
  const method = methodOf(run, i);
  let key = methodKey(method);
  if (key === "append" && run.load[request] === 0) key = "heartbeat";
  const target = run.peer[i] >= 0 ? run.peer[i] : run.peer[request];
  return {
    from: i,
    to: -1,
    drop: -1,
    why: "",
    key,
    isReply: kind === "reply",
    source: run.node[i],
    target: kind === "reply" ? run.peer[i] : target,
  };
}

/** The arrow that ends at event `i`: the one that began at a parent of it, or at the last fitting event. */
function arriveAt(run, i, kind, call, arrowFrom) {
  const wanted = kind === "answer" ? ["reply"] : ["send", "duplicate"];
  const fits = (from) => wanted.includes(kindOf(run, from)) && run.call[from] === run.call[i];
  const from = parentsOf(run, i).find(fits) ?? call.findLast((other) => other < i && fits(other));
  const arrow = arrowFrom.get(from);
  if (arrow) arrow.to = i;
}

function loseAt(run, i, call, arrowFrom) {
  const parents = parentsOf(run, i).filter((from) => run.call[from] === run.call[i]);
  const open = call.findLast((other) => arrowFrom.has(other) && arrowFrom.get(other).to < 0);
  const arrow = arrowFrom.get(parents.at(-1)) ?? arrowFrom.get(open);
  if (!arrow || arrow.to >= 0) return;
  arrow.drop = i;
  arrow.why = run.words[run.load[i]] ?? "lost";
}

/** For every block of arrows, the last event at which one of them ends. */
function blocksOf(arrows) {
  const blocks = [];
  for (const [number, arrow] of arrows.entries()) {
    const block = Math.floor(number / MESSAGES_PER_BLOCK);
    const end = Math.max(arrow.from, arrow.to);
    blocks[block] = Math.max(blocks[block] ?? 0, end);
  }
  return blocks;
}

/** Calls `visit` with each arrow that touches the events from number `low` to number `high`. */
function eachArrow(messages, low, high, visit) {
  const { arrows, blocks } = messages;
  for (let block = 0; block < blocks.length; block++) {
    const start = block * MESSAGES_PER_BLOCK;
    if (arrows[start].from > high) return;
    if (blocks[block] < low) continue;
    const end = Math.min(start + MESSAGES_PER_BLOCK, arrows.length);
    for (let number = start; number < end; number++) {
      const arrow = arrows[number];
      if (arrow.from <= high && Math.max(arrow.to, arrow.from) >= low) visit(arrow);
    }
  }
}
