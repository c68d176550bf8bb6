// The picture under a mouse, a finger or a wheel.

/** How far a pointer may move, in pixels, and still have pressed instead of dragged. */
const STILL = 4;

function listenToPointer(app) {
  const picture = byId("picture");
  let drag = null;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    drag = { x: event.offsetX, y: event.offsetY, low: app.axis.low, high: app.axis.high, moved: false };
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (!drag) return hoverAt(app, event.offsetX, event.offsetY);
    drag.moved ||= Math.abs(event.offsetX - drag.x) > STILL;
    if (drag.moved) dragPicture(app, drag, event.offsetX);
    return undefined;
  });
  picture.addEventListener("pointerup", (event) => {
    if (drag && !drag.moved) pressAt(app, event.offsetX, event.offsetY);
    drag = null;
    picture.style.cursor = "grab";
  });
  picture.addEventListener("pointercancel", () => (drag = null));
  picture.addEventListener("pointerleave", () => hoverNothing(app));
  picture.addEventListener("wheel", (event) => wheelAt(app, event), { passive: false });
  picture.addEventListener("dblclick", (event) => {
    zoomAt(app.axis, placeAt(app.axis, event.offsetX), 0.4);
    repaint(app);
  });
}

function dragPicture(app, drag, x) {
  const { axis } = app;
  byId("tip").hidden = true;
  byId("picture").style.cursor = "grabbing";
  const moved = ((drag.x - x) / axis.width) * (drag.high - drag.low);
  setView(axis, drag.low + moved, drag.high + moved);
  repaint(app);
}

function pressAt(app, x, y) {
  const found = pickEvent(app, x, y);
  if (found >= 0) select(app, found);
}

/**
 * A wheel zooms where the pointer is; sideways, or with Shift, it moves the view; with Alt it scrolls the
 * lanes.
 */
function wheelAt(app, event) {
  event.preventDefault();
  const { axis } = app;
  const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  if (event.altKey) {
    byId("stage").scrollTop += event.deltaY * unit;
    return;
  }
  if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
    panBy(axis, (sideways * unit) / axis.width);
  } else {
    const factor = Math.exp(clamp(event.deltaY * unit, -240, 240) * 0.0022);
    zoomAt(axis, placeAt(axis, event.offsetX), factor);
  }
  repaint(app);
}
