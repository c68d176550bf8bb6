// Faults that last: when a peer is cut off, stands still or is down, and what the network does meanwhile.

/** The bars of each lane, and of the network. Each has the numbers of its first and last event. */
function readFaults(run) {
  const faults = { peers: Array.from({ length: run.header.peers }, () => []), network: [], rules: [] };
  const open = new Map();
  const ordered = [...run.facts.keys()].sort((one, other) => one - other);
  for (const i of ordered) readFault(run, i, faults, open);
  for (const { bar } of open.values()) bar.end = run.length;
  return faults;
}

function readFault(run, i, faults, open) {
  const { data, text } = run.facts.get(i);
  const node = run.node[i];
  const lane = faults.peers[node];
  const begin = (key, bars, label, kind) => {
    finish(open, key, i);
    const bar = { start: i, end: run.length, label, kind };
    bars?.push(bar);
    open.set(key, { bar });
  };
  const toggle = (name, isOn, label) => {
    if (isOn) begin(name, faults.network, label, "network");
    else finish(open, name, i);
  };
  switch (kindOf(run, i)) {
    case "disconnect":
      return begin("off" + node, lane, "cut off", "off");
    case "connect":
      return finish(open, "off" + node, i);
    case "crash":
      return begin("down" + node, lane, "down", "down");
    case "boot":
      return finish(open, "down" + node, i);
    case "pause":
      lane?.push({
        start: i,
        until: data.until,
        end: lastAt(run, data.until),
        label: "paused",
        kind: "pause",
      });
      return undefined;
    case "reliable":
      return toggle("unreliable", !data.on, "unreliable");
    case "reordering":
      return toggle("reordering", data.on, "reordering");
    case "storm":
      return toggle("storm", data.on, "storm");
    case "cut":
      return cutLinks(run, i, data.links, faults, begin, open);
    case "chaos":
      if (data.number === 0) return finishAll(open, "chaos", i);
      if (data.begins) return begin("chaos" + data.number, faults.rules, text, "network");
      return finish(open, "chaos" + data.number, i);
    default:
      return undefined;
  }
}

function finish(open, key, i) {
  const opened = open.get(key);
  if (opened) opened.bar.end = i;
  open.delete(key);
}

/** Ends every bar whose key begins with `start`. */
function finishAll(open, start, i) {
  for (const key of [...open.keys()]) if (key.startsWith(start)) finish(open, key, i);
}

function cutLinks(run, i, links, faults, begin, open) {
  for (let node = 0; node < faults.peers.length; node++) {
    const label = cutInWords(node, links);
    if (label) begin("cut" + node, faults.peers[node], label, "cut");
    else finish(open, "cut" + node, i);
  }
}

/** Which links of a peer are cut, in words: a link can be cut one way only. */
function cutInWords(node, links) {
  const to = new Set(links.filter((link) => link[0] === node).map((link) => link[1]));
  const from = new Set(links.filter((link) => link[1] === node).map((link) => link[0]));
  const tell = (words, peers) =>
    peers.length > 0 ? words + peers.sort((one, other) => one - other).join(", ") : "";
  return [
    tell("no link with ", [...to].filter((peer) => from.has(peer))),
    tell("sends nothing to ", [...to].filter((peer) => !from.has(peer))),
    tell("hears nothing from ", [...from].filter((peer) => !to.has(peer))),
  ]
    .filter(Boolean)
    .join("; ");
}
