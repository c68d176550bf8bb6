// What lies under the pointer.

/** How far from an event, in pixels, a pointer still means it. */
const REACH = 14;

/** The shown event nearest to a point, or -1; on the ring of a logged line, the event that it belongs to. */
function pickEvent(app, x, y) {
  const ring = app.rings.find((ring) => Math.hypot(ring.x - x, ring.y - y) < 5);
  if (ring && app.filters.shown[ring.event] === 1) return ring.event;
  const { axis, lanes, run, filters } = app;
  const node = nodeAt(lanes, y);
  if (node === null) return pickArrow(app, x, y);
  const low = placeAfter(axis.places, placeAt(axis, x - REACH));
  let best = -1;
  let bestDistance = REACH;
  for (let i = low; i < run.length; i++) {
    const eventX = xOf(axis, axis.places[i]);
    if (eventX > x + REACH) break;
    if (filters.shown[i] === 0 || run.node[i] !== node) continue;
    const distance = Math.abs(eventX - x) + Math.abs(heightOf(app, i) - y) * 0.5;
    if (distance < bestDistance) [best, bestDistance] = [i, distance];
  }
  return best >= 0 ? best : pickArrow(app, x, y);
}

/** The height at which an event is drawn. */
function heightOf(app, i) {
  const { lanes, run } = app;
  const middle = middleOf(lanes, run.node[i]);
  if (run.node[i] < 0) return middle + SCRIPT_MARK;
  const shape = SHAPES[kindOf(run, i)];
  if (!shape) return middle;
  return middle + (shape.row === "above" ? -ABOVE : BELOW);
}

/** The event at the beginning of the arrow that passes under a point, or -1. */
function pickArrow(app, x, y) {
  let best = -1;
  let bestDistance = 6;
  for (const arrow of app.arrows) {
    const distance = distanceTo(endsOf(app, arrow), x, y);
    if (distance < bestDistance) [best, bestDistance] = [arrow.from, distance];
  }
  return best;
}

function distanceTo({ x0, y0, x1, y1 }, x, y) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1), 0, 1);
  return Math.hypot(x0 + along * dx - x, y0 + along * dy - y);
}

/** Shows what lies under the pointer, in a few words beside it. */
function hoverAt(app, x, y) {
  const found = pickEvent(app, x, y);
  const tip = byId("tip");
  if (found !== app.hovered) {
    app.hovered = found;
    repaint(app);
    if (found >= 0) fillTip(app, tip, found);
  }
  tip.hidden = found < 0;
  byId("picture").style.cursor = found < 0 ? "grab" : "pointer";
  if (found < 0) return;
  const room = byId("picture").parentElement;
  const left = x + 16 + tip.offsetWidth > room.clientWidth ? x - tip.offsetWidth - 12 : x + 16;
  const top = y + 20 + tip.offsetHeight > room.clientHeight ? y - tip.offsetHeight - 10 : y + 16;
  tip.style.transform = `translate(${Math.max(left, 0)}px, ${Math.max(top, 0)}px)`;
}

function fillTip(app, tip, i) {
  const { run } = app;
  const { text } = detailsOf(run, i);
  const where = nameOf(run.node[i]) + (run.term[i] >= 0 ? ", term " + run.term[i] : "");
  tip.replaceChildren(
    element("span", { class: "tip-head" }, `${seconds(run.at[i])} · ${where} · event ${run.id[i]}`),
    element("span", {}, text.length > 220 ? text.slice(0, 219) + "…" : text),
  );
}

function hoverNothing(app) {
  app.hovered = -1;
  byId("tip").hidden = true;
  repaint(app);
}
