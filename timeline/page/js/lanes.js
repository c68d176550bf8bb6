// Where the lanes lie from top to bottom.

const RULER = 26;
const SCRIPT_LANE = 40;
const NETWORK_ROW = 17;
const BAND = 20;
const LEAST_LANE = 48;
const MOST_LANE = 150;

/** The places of the ruler, of the script's lane, of the network's, and of the peers'. */
function layLanes(app, height) {
  const peers = app.run.header.peers;
  const rows = networkRows(app);
  const network = rows.length > 0 ? rows.length * NETWORK_ROW + 8 : 0;
  const left = height - RULER - SCRIPT_LANE - network - 8;
  const lane = clamp(Math.floor(left / peers), LEAST_LANE, MOST_LANE);
  const top = RULER + SCRIPT_LANE + network;
  return {
    height: Math.max(top + lane * peers + 8, height),
    script: { top: RULER, middle: RULER + SCRIPT_LANE / 2, height: SCRIPT_LANE },
    network: { top: RULER + SCRIPT_LANE, height: network, rows },
    lane,
    top,
    peers: Array.from({ length: peers }, (_, node) => {
      const laneTop = top + lane * node;
      return { top: laneTop, middle: laneTop + lane / 2, height: lane };
    }),
  };
}

/** The bars of the network's lane, in as few rows as keep them apart. */
function networkRows(app) {
  if (app.faults.rows) return app.faults.rows;
  const rows = [];
  const bars = [...app.faults.network, ...app.faults.rules].sort((one, other) => one.start - other.start);
  for (const bar of bars) {
    const free = rows.find((row) => row.at(-1).end <= bar.start) ?? (rows.length < 3 ? [] : rows[2]);
    if (!rows.includes(free)) rows.push(free);
    free.push(bar);
  }
  app.faults.rows = rows;
  return rows;
}

/** The middle of a node's lane. */
function middleOf(lanes, node) {
  return node < 0 ? lanes.script.middle : (lanes.peers[node]?.middle ?? lanes.script.middle);
}

/** Scrolls, where the lanes need more room than there is, so that a node's lane can be seen. */
function bringLaneIntoView({ lanes }, node) {
  const stage = byId("stage");
  if (!lanes || node < 0) return;
  const { top, height } = lanes.peers[node];
  if (top < stage.scrollTop || top + height > stage.scrollTop + stage.clientHeight) {
    stage.scrollTop = top - (stage.clientHeight - height) / 2;
  }
}

/** Where an arrow touches a lane's band: its upper or lower edge, as the other end lies. */
function edgeOf(lanes, node, other) {
  const middle = middleOf(lanes, node);
  if (node < 0) return middle;
  return middleOf(lanes, other) < middle ? middle - BAND / 2 : middle + BAND / 2;
}

/** The node whose lane holds a height: a peer, -1 for the script's, or null for neither. */
function nodeAt(lanes, y) {
  if (y < lanes.script.top) return null;
  if (y < lanes.script.top + lanes.script.height) return -1;
  if (y < lanes.top) return null;
  const node = Math.floor((y - lanes.top) / lanes.lane);
  return node < lanes.peers.length ? node : null;
}
