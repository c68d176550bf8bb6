// The logs of all peers at the selected moment, as the figures of the paper draw them.

/** So many columns are shown at once at most. */
const MOST_COLUMNS = 60;

const COLUMN_WIDTH = 30;

function showGrid(app) {
  const at = app.selected >= 0 ? app.selected : app.run.length - 1;
  const rows = app.peers.map((peer) => rowAt(peer, at));
  const range = columnsOf(app, rows);
  byId("grid-when").textContent = `after event ${app.run.id[at]}, at ${seconds(app.run.at[at])}`;
  byId("grid-range").textContent =
    range.last > 0 ? `indices ${range.from} to ${range.to} of ${range.last}` : "all logs are empty";
  byId("grid-earlier").disabled = range.from <= 1;
  byId("grid-later").disabled = range.to >= range.last;
  app.gridRange = range;
  byId("grid").replaceChildren(
    gridHead(range),
    element("tbody", {}, ...rows.map((row, node) => gridRow(app, row, node, range))),
  );
}

/**
 * What to show of a peer. What one that is down has saved is what it showed last, as far as anybody can tell
 * from outside.
 */
function rowAt(peer, at) {
  const state = stateAt(peer, at);
  const log = state.running ? state : { ...lastSeen(peer, at), commit: null, applied: null };
  return { state, log };
}

/** Which indices to show: the ends of the logs, unless the person looks at others. */
function columnsOf(app, rows) {
  const last = Math.max(0, ...rows.map((row) => lastIndex(row.log)));
  const room = Math.floor((byId("grid").parentElement.clientWidth - 270) / COLUMN_WIDTH);
  const width = clamp(room, 5, MOST_COLUMNS);
  const end = clamp(app.gridEnd ?? last, Math.min(width, last), last);
  const from = Math.max(end - width + 1, 1);
  return {
    from: app.gridEnd === undefined ? Math.max(from, firstOfInterest(rows)) : from,
    to: end,
    last,
    width,
  };
}

/** The first index that some peer still has in its log: what is before it, snapshots cover everywhere. */
function firstOfInterest(rows) {
  const logs = rows.map((row) => row.log).filter((log) => lastIndex(log) > 0);
  return logs.length > 0 ? Math.min(...logs.map((log) => log.snapshot.index)) : 1;
}

function gridHead({ from, to }) {
  const cells = [];
  for (let index = from; index <= to; index++) cells.push(element("th", { scope: "col" }, String(index)));
  const names = ["peer", "role", "term", "commit"].map((name) =>
    element("th", { scope: "col", class: "fact" }, name),
  );
  return element("thead", {}, element("tr", {}, ...names, ...cells));
}

function gridRow(app, { state, log }, node, { from, to }) {
  const isHere = app.selected >= 0 && app.run.node[app.selected] === node;
  const cells = [
    element("th", { scope: "row" }, nameOf(node)),
    element(
      "td",
      { class: "fact role-" + (state.running ? state.role : "down") },
      state.running ? (state.role ?? "?") : "down",
    ),
    element("td", { class: "fact number" }, state.running ? tell(state.term) : "–"),
    element("td", { class: "fact number" }, state.running ? tell(state.commit) : "–"),
  ];
  for (let index = from; index <= to; index++) cells.push(gridCell(app, log, index));
  const classes = (isHere ? "is-here " : "") + (state.running ? "" : "is-down");
  return element("tr", { class: classes }, ...cells);
}

/** One entry: its term on the term's colour, its digest on asking; committed ones stand on a line. */
function gridCell(app, state, index) {
  const isCommitted = state.commit !== null && index <= state.commit;
  const classes = ["entry"];
  if (isCommitted) classes.push("is-committed");
  if (state.commit === index) classes.push("is-commit-end");
  if (state.applied === index) classes.push("is-applied-end");
  const { snapshot } = state;
  if (index <= snapshot.index) {
    classes.push("is-snapshot");
    if (index === snapshot.index) classes.push("is-snapshot-end");
    return element(
      "td",
      { class: classes.join(" "), title: `index ${index}: in the snapshot` },
      index === snapshot.index ? String(snapshot.term) : "",
    );
  }
  const term = state.terms[index - state.first];
  if (term === undefined) return element("td", { class: classes.concat("is-empty").join(" ") });
  const digest = state.digests[index - state.first];
  const words = `index ${index}, term ${term}, command ${digest}${isCommitted ? ", committed" : ""}`;
  const style = "background:" + termColour(term, app.colours.isDark);
  return element(
    "td",
    { class: classes.join(" "), style, title: words },
    String(term),
    element("span", { class: "for-readers" }, isCommitted ? " committed" : ""),
  );
}

/** Turns the pages of the grid. */
function turnGrid(app, direction) {
  const { to, width, last } = app.gridRange;
  const end = to + direction * Math.max(Math.min(width - 2, to), 1);
  app.gridEnd = end >= last ? undefined : Math.max(end, width);
  showGrid(app);
}
