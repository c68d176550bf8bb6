// The whole run in a strip, with the stretch in view as a window that can be dragged.

const OVERVIEW_HEIGHT = 52;

function paintOverview(app) {
  const canvas = byId("overview");
  const width = canvas.clientWidth;
  const pen = fit(canvas, width, OVERVIEW_HEIGHT);
  const key = [width, window.devicePixelRatio, app.axis.kind, isDarkNow()].join();
  if (app.overview?.key !== key) app.overview = { key, image: drawWhole(app, width) };
  pen.drawImage(app.overview.image, 0, 0, width, OVERVIEW_HEIGHT);
  const whole = wholeAxis(app, width);
  for (const i of app.search.hits) paintHit(pen, app, xOf(whole, whole.places[i]));
  paintWindow(pen, app, whole, width);
}

/** The app's axis with the whole run in view. */
function wholeAxis(app, width) {
  return { ...app.axis, low: app.axis.first, high: app.axis.last, width };
}

/** The strip without its window, which changes only with the theme, the axis and the width. */
function drawWhole(app, width) {
  const image = document.createElement("canvas");
  const pen = fit(image, width, OVERVIEW_HEIGHT);
  const axis = wholeAxis(app, width);
  const { colours, peers, faults } = app;
  pen.fillStyle = colours.lane;
  pen.fillRect(0, 0, width, OVERVIEW_HEIGHT);
  const row = (OVERVIEW_HEIGHT - 8) / peers.length;
  for (const { node, stretches } of peers) {
    const top = 4 + node * row;
    for (const bar of faults.peers[node]) {
      if (bar.kind === "down") continue;
      pen.fillStyle = colours[bar.kind];
      pen.globalAlpha = 0.35;
      fillSpan(pen, axis, bar, top, row);
    }
    pen.globalAlpha = 1;
    for (const stretch of stretches) {
      if (!stretch.running) continue;
      pen.fillStyle = colours[stretch.role ?? "follower"];
      fillSpan(pen, axis, stretch, top + row * 0.2, row * 0.6);
    }
  }
  pen.fillStyle = colours.violation;
  if (app.violation >= 0) pen.fillRect(xOf(axis, axis.places[app.violation]) - 1, 0, 2, OVERVIEW_HEIGHT);
  pen.fillStyle = colours.mark;
  for (const mark of app.run.header.marks ?? []) {
    const i = numberOf(app.run, mark.event);
    if (i >= 0) pen.fillRect(xOf(axis, axis.places[i]) - 1, 0, 2, OVERVIEW_HEIGHT);
  }
  return image;
}

function fillSpan(pen, axis, { start, end }, top, height) {
  const low = xOf(axis, placeOf(axis, start));
  pen.fillRect(low, top, Math.max(xOf(axis, placeOf(axis, end)) - low, 0.6), height);
}

function paintHit(pen, app, x) {
  pen.fillStyle = app.colours.candidate;
  pen.fillRect(x - 1, OVERVIEW_HEIGHT - 5, 2, 5);
}

function paintWindow(pen, app, whole, width) {
  const low = xOf(whole, app.axis.low);
  const high = Math.max(xOf(whole, app.axis.high), low + 3);
  pen.fillStyle = app.colours.veil;
  pen.globalAlpha = 0.6;
  pen.fillRect(0, 0, low, OVERVIEW_HEIGHT);
  pen.fillRect(high, 0, width - high, OVERVIEW_HEIGHT);
  pen.globalAlpha = 1;
  pen.strokeStyle = app.colours.accent;
  pen.lineWidth = 2;
  pen.strokeRect(low, 1, high - low, OVERVIEW_HEIGHT - 2);
  if (app.selected >= 0) {
    pen.fillStyle = app.colours.accent;
    const x = xOf(whole, whole.places[app.selected]);
    polygon(pen, [x - 4, 0], [x + 4, 0], [x, 6]);
  }
}

/** Lets the window be dragged by its edges and its middle, and a press elsewhere put it there. */
function listenToOverview(app) {
  const canvas = byId("overview");
  let grip = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    const whole = wholeAxis(app, canvas.clientWidth);
    const [low, high] = [xOf(whole, app.axis.low), xOf(whole, app.axis.high)];
    const x = event.offsetX;
    const isWide = high - low > 24;
    if (isWide && Math.abs(x - low) < 6) grip = { edge: "low" };
    else if (isWide && Math.abs(x - high) < 6) grip = { edge: "high" };
    else grip = { edge: null, offset: x > low && x < high ? placeAt(whole, x) - app.axis.low : null };
    dragWindow(app, whole, grip, x);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (grip) dragWindow(app, wholeAxis(app, canvas.clientWidth), grip, event.offsetX);
  });
  canvas.addEventListener("pointerup", () => (grip = null));
  canvas.addEventListener("pointercancel", () => (grip = null));
}

function dragWindow(app, whole, grip, x) {
  const { axis } = app;
  const place = placeAt(whole, x);
  if (grip.edge === "low") setView(axis, Math.min(place, axis.high - 1), axis.high);
  else if (grip.edge === "high") setView(axis, axis.low, Math.max(place, axis.low + 1));
  else {
    const width = axis.high - axis.low;
    grip.offset ??= width / 2;
    setView(axis, place - grip.offset, place - grip.offset + width);
  }
  repaint(app);
}
