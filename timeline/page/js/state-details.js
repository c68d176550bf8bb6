// The state of the selected event's peer, before its step and after it.

/** The number of changes before the step that holds event `i`, and after it. */
function changesAround(app, i) {
  const { run } = app;
  const peer = app.peers[run.node[i]];
  const before = placeAfter(peer.afters, i - 1);
  const next = peer.afters[before];
  if (next === undefined) return { before, after: before };
  for (let other = i; other <= next; other++) {
    if (run.node[other] !== run.node[i] || run.at[other] !== run.at[i]) return { before, after: before };
  }
  let after = before;
  while (peer.afters[after] === next) after++;
  return { before, after };
}

function stateDetails(app, i) {
  const { run } = app;
  if (run.node[i] < 0 || !app.peers[run.node[i]]) return [];
  const peer = app.peers[run.node[i]];
  const around = changesAround(app, i);
  const before = stateAfter(peer, around.before);
  const after = stateAfter(peer, around.after);
  const rows = STATE_ROWS.map(([name, tell]) => stateRow(name, tell(before), tell(after)));
  const table = element("table", { class: "state" }, element("tbody", {}, ...rows.filter(Boolean)));
  return [section(`State of ${nameOf(run.node[i])}, before → after`, table)];
}

const STATE_ROWS = [
  ["role", (state) => (state.running ? (state.role ?? "?") : "down")],
  ["current term", (state) => tell(state.term)],
  [
    "voted for",
    (state) =>
      state.voted_for === null ? "nobody" : state.voted_for === undefined ? "?" : nameOf(state.voted_for),
  ],
  ["commit index", (state) => tell(state.commit)],
  ["last applied", (state) => tell(state.applied)],
  [
    "snapshot",
    (state) =>
      state.snapshot.index > 0 ? `up to ${state.snapshot.index} (term ${state.snapshot.term})` : "none",
  ],
  ["log", logInWords],
];

function tell(value) {
  return value === null || value === undefined ? "?" : String(value);
}

/** The log's last entries: indices and terms. */
function logInWords(state) {
  if (!state.running) return "?";
  if (state.terms.length === 0) return "empty";
  const runs = [];
  for (const [number, term] of state.terms.entries()) {
    const index = state.first + number;
    const last = runs.at(-1);
    if (last?.term === term) last.to = index;
    else runs.push({ from: index, to: index, term });
  }
  const words = runs
    .slice(-3)
    .map(({ from, to, term }) => `${from === to ? from : from + "–" + to} (t${term})`);
  return (runs.length > 3 ? "… " : "") + words.join(", ");
}

/** One value, or what it was and what it is now. */
function stateRow(name, before, after) {
  if (before === "?" && after === "?") return null;
  const isNew = before !== after;
  const now = isNew ? [before, element("span", { class: "arrow" }, " → "), element("b", {}, after)] : [after];
  return element(
    "tr",
    { class: isNew ? "is-new" : "" },
    element("th", { scope: "row" }, name),
    element("td", {}, ...now),
  );
}
