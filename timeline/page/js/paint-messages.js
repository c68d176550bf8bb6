// Painting messages: an arrow each, dashed for replies, with a cross at the end of those that were lost.

/** So many arrows are drawn at most: beyond that, a picture says nothing any more. */
const MOST_ARROWS = 3000;

/** So many can still have heads and reasons that a person can see. */
const FEW_ARROWS = 900;

/** So few have room for their names. */
const NAMED_ARROWS = 70;

/** How far a lost message gets, as a share of its way. */
const LOST_AFTER = 0.45;

/** The arrows in view that the filters let through. */
function arrowsInView(app) {
  const { low, high } = eventsInView(app.axis);
  const found = [];
  const seen = new Set();
  let hidden = 0;
  eachArrow(app.messages, low, high, (arrow) => {
    if (!isArrowShown(app.filters, arrow)) return;
    if (found.length >= MOST_ARROWS) hidden++;
    else if (isNewOnScreen(app.axis, seen, arrow, high - low)) found.push(arrow);
  });
  return { found, hidden };
}

/** Whether an arrow would be seen beside those already `seen`: in a dense picture, one a pixel is enough. */
function isNewOnScreen(axis, seen, arrow, events) {
  if (events < FEW_ARROWS * 4) return true;
  const x0 = Math.round(xOf(axis, axis.places[arrow.from]));
  const x1 = arrow.to < 0 ? x0 : Math.round(xOf(axis, axis.places[arrow.to]));
  const key = ((x0 * 4096 + x1) * 16 + arrow.source) * 16 + arrow.target;
  return !seen.has(key) && seen.add(key);
}

function paintMessages(pen, app) {
  const { found, hidden } = arrowsInView(app);
  app.arrows = found;
  app.reasons = [];
  const isDense = found.length > FEW_ARROWS;
  const batches = new Map();
  for (const arrow of found) {
    const isPast = !app.past || app.past[arrow.from] === 1;
    const isFocus = app.focusArrows.has(arrow);
    const key = [arrow.key, arrow.isReply, lossOf(arrow), isPast, isFocus].join();
    if (!batches.has(key)) batches.set(key, []);
    batches.get(key).push(arrow);
  }
  for (const batch of batches.values()) paintBatch(pen, app, batch, isDense);
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  return hidden;
}

/** The colour of a lost message: a loud one, unless there was nobody to lose it to. */
function lossOf(arrow) {
  if (arrow.drop < 0) return "";
  return arrow.why === "nobody there" || arrow.why === "cut off" ? "absent" : "lost";
}

/** Paints arrows that look the same, in one stroke. */
function paintBatch(pen, app, arrows, isDense) {
  const { colours } = app;
  const [first] = arrows;
  const isPast = !app.past || app.past[first.from] === 1;
  const isFocus = app.focusArrows.has(first);
  const isLost = first.to < 0;
  pen.strokeStyle = pen.fillStyle = colours[lossOf(first) || first.key];
  pen.lineWidth = isFocus ? 2.4 : first.key === "heartbeat" ? 0.9 : 1.3;
  pen.globalAlpha = (isPast ? 0.95 : 0.2) * (isDense ? 0.45 : 1);
  pen.setLineDash(first.isReply ? [4, 3] : []);
  const ends = arrows.map((arrow) => endsOf(app, arrow));
  pen.beginPath();
  for (const { x0, y0, x1, y1 } of ends) {
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
  }
  pen.stroke();
  pen.setLineDash([]);
  if (isDense) return;
  if (isLost) for (const [number, end] of ends.entries()) paintLoss(pen, app, arrows[number], end);
  else paintHeads(pen, ends);
}

/** Where an arrow begins and ends on the canvas. */
function endsOf(app, arrow) {
  const { axis, lanes } = app;
  const x0 = xOf(axis, axis.places[arrow.from]);
  const y0 = edgeOf(lanes, arrow.source, arrow.target);
  const y1 = edgeOf(lanes, arrow.target, arrow.source);
  if (arrow.to >= 0) return { x0, y0, x1: xOf(axis, axis.places[arrow.to]), y1 };
  const way = Math.min(Math.abs(y1 - y0) * LOST_AFTER, lanes.lane * 0.62);
  return { x0, y0, x1: x0 + way * 0.3, y1: y0 + Math.sign(y1 - y0) * way };
}

/** What the messages are, beside their arrows, as far as names do not get into each other's way. */
function paintNames(pen, app) {
  const taken = app.reasons.map(({ x, y }) => ({ x, y, width: 84 }));
  pen.font = SMALL_FONT;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  pen.setLineDash([]);
  for (const arrow of app.arrows) {
    if (arrow.to < 0 || (app.past && app.past[arrow.from] === 0)) continue;
    const name = arrowName(app, arrow);
    const width = name.length * 5.6;
    const place = freePlace(app, endsOf(app, arrow), width, taken);
    if (!place) continue;
    const { x, y } = place;
    taken.push({ x, y, width });
    pen.globalAlpha = 1;
    pen.strokeStyle = app.colours.ground;
    pen.lineWidth = 3;
    pen.strokeText(name, x, y);
    pen.fillStyle = app.colours[arrow.key === "heartbeat" ? "ink-faint" : arrow.key];
    pen.fillText(name, x, y);
  }
}

/** A place along an arrow where a name meets neither a band nor another name. */
function freePlace(app, { x0, y0, x1, y1 }, width, taken) {
  for (const share of [0.3, 0.15, 0.42, 0.6]) {
    const [x, y] = [x0 + (x1 - x0) * share + 5, y0 + (y1 - y0) * share];
    const isOnBand = app.lanes.peers.some(({ middle }) => Math.abs(middle - y) < BAND / 2 + 7);
    const isTaken = taken.some(
      (other) => Math.abs(other.y - y) < 13 && x < other.x + other.width && other.x < x + width,
    );
    if (!isOnBand && !isTaken) return { x, y };
  }
  return null;
}

/** A message in a word or two: its method, what it carries, what the answer is. */
function arrowName(app, arrow) {
  const { run } = app;
  if (arrow.key === "heartbeat") return arrow.isReply ? "reply" : "heartbeat";
  const method = shortMethod(methodOf(run, arrow.from));
  if (arrow.isReply) return method + " reply";
  const load = run.load[arrow.from];
  return load > 0 ? `${method} +${load}` : method;
}

function paintHeads(pen, ends) {
  pen.beginPath();
  for (const { x0, y0, x1, y1 } of ends) {
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
    pen.moveTo(x1, y1);
    pen.lineTo(x1 - 7 * dx + 3 * dy, y1 - 7 * dy - 3 * dx);
    pen.lineTo(x1 - 7 * dx - 3 * dy, y1 - 7 * dy + 3 * dx);
    pen.closePath();
  }
  pen.fill();
}

/** A cross where a message was lost, and why, where there is room; a dot where it is still under way. */
function paintLoss(pen, app, arrow, { x1, y1 }) {
  if (arrow.drop < 0) return circle(pen, x1, y1, 2.5);
  line(pen, x1 - 3.5, y1 - 3.5, x1 + 3.5, y1 + 3.5);
  line(pen, x1 - 3.5, y1 + 3.5, x1 + 3.5, y1 - 3.5);
  const isFree = !app.reasons.some(({ x, y }) => Math.abs(x - x1) < 80 && Math.abs(y - y1) < 11);
  if (!isFree) return undefined;
  app.reasons.push({ x: x1, y: y1 });
  pen.font = TEXT_FONT;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillText(arrow.why, x1 + 7, y1);
  return undefined;
}
