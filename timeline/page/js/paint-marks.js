// Painting marks: what peers do by themselves, and what the test does.

/** Marks above a band, and below it; each row keeps its marks apart. */
const ABOVE = BAND / 2 + 9;
const BELOW = BAND / 2 + 8;

/** Marks of the script stand below their words. */
const SCRIPT_MARK = 9;

const SHAPES = {
  persist: { row: "below", colour: "persist", paint: square },
  snapshot: { row: "below", colour: "snapshot", paint: diamond },
  note: { row: "below", colour: "note", paint: ring },
  apply: { row: "above", colour: "apply", paint: dot },
  install: { row: "above", colour: "snapshot", paint: diamond },
  start: { row: "above", colour: "start", paint: triangle },
};

/** The peers' own marks, one a pixel or two. */
function paintMarks(pen, app) {
  const { run, axis, filters, lanes } = app;
  const { low, high } = eventsInView(axis);
  const last = new Map();
  const free = new Map();
  const isNear = axis.width / (high - low + 1) > 7;
  for (let i = low; i <= high; i++) {
    if (filters.shown[i] === 0 || run.node[i] < 0) continue;
    const x = xOf(axis, axis.places[i]);
    const shape = SHAPES[kindOf(run, i)];
    if (!shape) continue;
    const row = run.node[i] * 2 + (shape.row === "above" ? 1 : 0);
    if (x - (last.get(row) ?? -9) < 2.5) continue;
    last.set(row, x);
    const y = lanes.peers[run.node[i]].middle + (shape.row === "above" ? -ABOVE : BELOW);
    pen.globalAlpha = app.past && app.past[i] === 0 ? 0.25 : 1;
    pen.fillStyle = pen.strokeStyle = app.colours[shape.colour];
    shape.paint(pen, x, y);
    if (!isNear || run.load[i] < 0 || x < (free.get(row) ?? -9)) continue;
    const number = String(run.load[i]);
    label(pen, number, x, y - 9);
    free.set(row, x + number.length * 6.5 + 4);
  }
  paintLines(pen, app, low, high);
  pen.globalAlpha = 1;
}

/** Where the implementation logged something: a ring below the other marks of who logged it. */
function paintLines(pen, app, low, high) {
  app.rings = [];
  const last = new Map();
  for (const line of linesInView(app, low, high)) {
    const isBad = line.level === "warn" || line.level === "error";
    const x = xOf(app.axis, placeOfLine(app, line));
    if (line.level === "trace" || (!isBad && x - (last.get(line.node) ?? -9) < 2.5)) continue;
    last.set(line.node, x);
    const y = middleOf(app.lanes, line.node) + BELOW + (line.node < 0 ? 0 : 9);
    pen.globalAlpha = app.past && app.past[line.event] === 0 ? 0.25 : 1;
    pen.strokeStyle = isBad ? app.colours.lost : app.colours.note;
    ring(pen, x, y);
    app.rings.push({ x, y, event: line.event });
  }
}

function square(pen, x, y) {
  pen.fillRect(x - 2.5, y - 2.5, 5, 5);
}

function diamond(pen, x, y) {
  polygon(pen, [x, y - 4.5], [x + 4.5, y], [x, y + 4.5], [x - 4.5, y]);
}

function triangle(pen, x, y) {
  polygon(pen, [x - 4, y - 3.5], [x + 4, y - 3.5], [x, y + 4]);
}

function dot(pen, x, y) {
  pen.beginPath();
  pen.arc(x, y, 3.2, 0, 7);
  pen.fill();
}

function ring(pen, x, y) {
  pen.lineWidth = 1.4;
  pen.beginPath();
  pen.arc(x, y, 2.6, 0, 7);
  pen.stroke();
}

function polygon(pen, ...corners) {
  pen.beginPath();
  for (const [x, y] of corners) pen.lineTo(x, y);
  pen.closePath();
  pen.fill();
}

function label(pen, text, x, y, align = "center", font = TEXT_FONT) {
  pen.font = font;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  pen.fillText(text, x, y);
}

/** Where a commit index rose: a notch in the band, with the index where there is room. */
function paintCommits(pen, app) {
  const { axis, lanes, peers, colours } = app;
  if (!app.filters.groups.has("apply")) return;
  for (const peer of peers) {
    if (!app.filters.nodes.has(peer.node)) continue;
    let last = -9;
    for (const { i, index } of peer.commits) {
      const x = xOf(axis, placeOf(axis, i));
      if (x < -20 || x - last < 3) continue;
      if (x > axis.width) break;
      const top = lanes.peers[peer.node].middle - BAND / 2;
      pen.globalAlpha = app.past && app.past[i] === 0 ? 0.25 : 1;
      pen.fillStyle = colours.commit;
      polygon(pen, [x - 4, top - 1], [x + 4, top - 1], [x, top + 5]);
      if (x - last > 26 && axis.width / (axis.high - axis.low) > 7)
        label(pen, "c" + index, x + 6, top + 4, "left");
      last = x;
    }
  }
  pen.globalAlpha = 1;
}

/** The test's own steps, and what it did to the peers, in the lane at the top. */
function paintScript(pen, app) {
  const { run, axis, lanes, colours, filters } = app;
  const { low, high } = eventsInView(axis);
  let free = -9;
  for (let i = low; i <= high; i++) {
    if (run.node[i] >= 0 || filters.shown[i] === 0) continue;
    const x = xOf(axis, axis.places[i]);
    const isTrouble = GROUPS[app.groups[i]].key === "trouble";
    pen.fillStyle = isTrouble ? colours.violation : colours["ink-soft"];
    if (x > free - 3) diamond(pen, x, lanes.script.middle + SCRIPT_MARK);
    const text = run.facts.get(i)?.text ?? "";
    const width = Math.min(text.length, 34) * 6.1 + 10;
    if (x < free) continue;
    label(
      pen,
      text.length > 34 ? text.slice(0, 33) + "…" : text,
      Math.max(x - 4, 2),
      lanes.script.middle - 7,
      "left",
    );
    free = x + width;
  }
}

/** The height of a flag's words. */
const FLAG = 18;

/**
 * The lines that cross all lanes: where a rule was broken, with its words at the top, and events that
 * somebody marked, with theirs at the bottom, in as many rows as keep them apart.
 */
function flagsOf(app, pen) {
  const { run, colours, lanes } = app;
  pen.font = BOLD_FONT;
  const flags = [];
  const { failure } = run.header;
  if (app.violation >= 0) {
    flags.push({ ...flagAt(app, pen, app.violation, failure.rule), top: 3, colour: colours.violation });
  }
  const rows = [];
  for (const mark of run.header.marks ?? []) {
    const flag = flagAt(app, pen, numberOf(run, mark.event), mark.label);
    const free = rows.findIndex((right) => right < flag.left);
    const row = free < 0 ? rows.length : free;
    rows[row] = flag.right + 3;
    flags.push({ ...flag, top: lanes.height - (FLAG + 3) * (row + 1), colour: colours.mark });
  }
  return flags.filter(({ i, x }) => i >= 0 && x > -200 && x < app.axis.width + 10);
}

function flagAt({ axis }, pen, i, text) {
  const x = Math.round(xOf(axis, axis.places[Math.max(i, 0)])) + 0.5;
  const width = pen.measureText(text).width + 12;
  const left = x + width > axis.width ? x - width : x;
  return { i, text, x, left, right: left + width };
}

function paintFlags(pen, app) {
  pen.lineWidth = 1.5;
  for (const { x, colour } of app.flags) {
    pen.strokeStyle = colour;
    line(pen, x, 0, x, app.lanes.height);
  }
  for (const { left, right, top, text, colour } of app.flags) {
    pen.fillStyle = colour;
    pen.fillRect(left, top, right - left, FLAG);
    pen.fillStyle = app.colours.ground;
    label(pen, text, left + 6, top + FLAG / 2 + 0.5, "left", BOLD_FONT);
  }
}
