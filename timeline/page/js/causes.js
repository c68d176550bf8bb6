// What an event came of, and what came of it.

/** Which events are in the causal past of event `last`, itself included: 1 for each that is. */
function pastOf(run, last) {
  const past = new Uint8Array(run.length);
  past[last] = 1;
  for (let i = last; i >= 0; i--) {
    if (past[i] === 0) continue;
    for (let p = run.firstParent[i]; p < run.firstParent[i + 1]; p++) {
      if (run.parents[p] >= 0) past[run.parents[p]] = 1;
    }
  }
  return past;
}

/** For each place, the last of its events that is in the past; -1 where none is. The script comes last. */
function frontierOf(run, past, last) {
  const frontier = new Array(run.header.peers + 1).fill(-1);
  let missing = frontier.length;
  for (let i = last; i >= 0 && missing > 0; i--) {
    const place = run.node[i] < 0 ? run.header.peers : run.node[i];
    if (past[i] === 1 && frontier[place] < 0) {
      frontier[place] = i;
      missing--;
    }
  }
  return frontier;
}

/** The events that came of event `i` directly. */
function childrenOf(run, i) {
  run.children ??= indexChildren(run);
  const { first, list } = run.children;
  return [...list.subarray(first[i], first[i + 1])];
}

function indexChildren(run) {
  const first = new Uint32Array(run.length + 1);
  for (const parent of run.parents) if (parent >= 0) first[parent + 1]++;
  for (let i = 0; i < run.length; i++) first[i + 1] += first[i];
  const list = new Uint32Array(first[run.length]);
  const next = first.slice();
  for (let i = 0; i < run.length; i++) {
    for (let p = run.firstParent[i]; p < run.firstParent[i + 1]; p++) {
      if (run.parents[p] >= 0) list[next[run.parents[p]]++] = i;
    }
  }
  return { first, list };
}

/**
 * The messages that led to event `i`, the latest first: back along its peer to the last thing that reached it
 * from elsewhere, from there to where that was sent, and so on.
 */
function chainTo(run, i, length) {
  const chain = [];
  let at = i;
  for (let steps = 0; steps < 100000 && chain.length < length; steps++) {
    const parents = parentsOf(run, at);
    if (parents.length === 0) break;
    const elsewhere = parents.find((parent) => run.node[parent] !== run.node[at]);
    if (elsewhere !== undefined) chain.push({ from: elsewhere, to: at });
    at = elsewhere ?? Math.max(...parents);
  }
  return chain;
}
