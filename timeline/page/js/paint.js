// Painting the picture, layer by layer, whenever something has changed.

/** Asks for the picture to be painted before the screen is next renewed. */
function repaint(app) {
  if (app.isPainting) return;
  app.isPainting = true;
  requestAnimationFrame(() => {
    app.isPainting = false;
    paintAll(app);
  });
}

/** Fits a canvas to the room that it has, in the screen's own pixels, and gives a pen for it. */
function fit(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.height = height + "px";
  }
  const pen = canvas.getContext("2d", { alpha: false });
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  return pen;
}

function paintAll(app) {
  const room = byId("picture");
  app.axis.width = Math.max(room.clientWidth, 50);
  app.lanes = layLanes(app, room.parentElement.clientHeight);
  const pen = fit(room, app.axis.width, app.lanes.height);
  app.flags = flagsOf(app, pen);
  paintGround(pen, app);
  paintRuler(pen, app);
  paintFaults(pen, app);
  paintBeyond(pen, app);
  const isTooMuch = paintMessages(pen, app);
  paintBands(pen, app);
  if (app.arrows.length <= NAMED_ARROWS) paintNames(pen, app);
  paintCommits(pen, app);
  paintMarks(pen, app);
  paintScript(pen, app);
  paintFlags(pen, app);
  paintSelection(pen, app);
  byId("dense").hidden = !isTooMuch;
  placeLaneLabels(app);
  paintOverview(app);
  tellView(app);
}

/** Says in figures what is in view. */
function tellView({ axis, run }) {
  const { low, high } = eventsInView(axis);
  const digits = run.at[high] - run.at[low] > 2e9 ? 2 : 4;
  const words = `${(run.at[low] / 1e9).toFixed(digits)} to ${(run.at[high] / 1e9).toFixed(digits)} s`;
  byId("view").textContent = words;
}

/** A veil over what each peer did after the last that the selected event can have known of. */
function paintBeyond(pen, app) {
  if (!app.past) return;
  pen.fillStyle = app.colours.veil;
  for (const [node, { top, height }] of app.lanes.peers.entries()) {
    const x = veilFrom(app, node);
    if (x < app.axis.width) pen.fillRect(x, top + 1, app.axis.width - x, height - 1);
  }
}

/** From where on a peer's lane is veiled. */
function veilFrom({ axis, frontier }, node) {
  const known = frontier[node];
  return known < 0 ? 0 : Math.max(xOf(axis, placeOf(axis, known)) + 2, 0);
}

/** A line at the moment of the selected event, and rings around it and what the pointer is on. */
function paintSelection(pen, app) {
  const { axis, lanes, colours } = app;
  for (const i of app.search.hits) {
    const x = xOf(axis, axis.places[i]);
    if (x < 0 || x > axis.width) continue;
    pen.strokeStyle = colours.candidate;
    pen.lineWidth = 2;
    circle(pen, x, heightOf(app, i), 6);
  }
  if (app.hovered >= 0) {
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 1.2;
    circle(pen, xOf(axis, axis.places[app.hovered]), heightOf(app, app.hovered), 7);
  }
  if (app.selected < 0) return;
  const x = Math.round(xOf(axis, axis.places[app.selected])) + 0.5;
  pen.strokeStyle = colours.accent;
  pen.lineWidth = 1;
  pen.setLineDash([3, 3]);
  line(pen, x, RULER, x, lanes.height);
  pen.setLineDash([]);
  pen.lineWidth = 2.5;
  circle(pen, x, heightOf(app, app.selected), 8);
}

function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen.stroke();
}

/** The names of the lanes, beside them, with what each peer is at the selected moment. */
function placeLaneLabels(app) {
  const { lanes, peers, run } = app;
  const at = app.selected >= 0 ? app.selected : run.length - 1;
  byId("lane-test").style.top = lanes.script.top + "px";
  const network = byId("lane-network");
  network.hidden = lanes.network.height === 0;
  network.style.top = lanes.network.top + 4 + "px";
  for (const peer of peers) {
    const label = byId("lane-" + peer.node);
    label.style.top = lanes.peers[peer.node].top + "px";
    label.style.height = lanes.lane + "px";
    const now = stretchAt(peer, at);
    const words = !now || !now.running ? "down" : `${now.role ?? "running"} · t${now.term ?? "?"}`;
    if (label.lastChild.textContent !== words) label.lastChild.textContent = words;
    label.dataset.role = now?.running ? now.role : "down";
    label.classList.toggle("is-here", run.node[app.selected] === peer.node);
  }
}
