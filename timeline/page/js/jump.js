// Selecting an event, and jumping from one to another.

/**
 * Selects event `i`, or none with -1, and shows all that there is about it. It is said aloud and goes into
 * the page's address, unless it is `quiet`; what is `told` already is not said again.
 */
function select(app, i, { quiet = false, told = quiet } = {}) {
  app.selected = i;
  app.gridEnd = undefined;
  // What the script learns of the peers is no message, so its past says little.
  const hasPast = i >= 0 && app.showsPast && app.run.node[i] >= 0;
  app.past = hasPast ? pastOf(app.run, i) : null;
  app.frontier = app.past ? frontierOf(app.run, app.past, i) : null;
  app.focusArrows = focusOf(app, i);
  if (i >= 0) {
    bringIntoView(app.axis, i);
    bringLaneIntoView(app, app.run.node[i]);
  }
  showDetails(app);
  showGrid(app);
  scrollList(app);
  showList(app);
  showSlider(app);
  tellHits(app);
  repaint(app);
  if (i < 0) return;
  const { run } = app;
  const words = `${seconds(run.at[i])}, ${nameOf(run.node[i])}: ${detailsOf(run, i).text}`;
  if (!told) announce(`Event ${run.id[i]}, ${words}`);
  if (!quiet) history.replaceState(null, "", "#event=" + run.id[i]);
}

/** The arrows of the selected event's call, and those by which word of what matters came to it. */
function focusOf(app, i) {
  const focus = new Set();
  if (i < 0) return focus;
  const { run, messages } = app;
  const froms = new Set(chainTo(run, i, 6).map(({ from }) => from));
  const steps = run.call[i] >= 0 ? messages.calls.get(run.call[i]) : [];
  for (const step of steps) froms.add(step);
  for (const from of froms) {
    const arrow = messages.byStart.get(from);
    if (arrow) focus.add(arrow);
  }
  return focus;
}

/** Selects the next shown event at the same place, in a direction. */
function stepHere(app, direction) {
  const { run, selected } = app;
  const next = nextShown(app, selected, direction, (i) => run.node[i] === run.node[selected]);
  if (next >= 0) select(app, next);
}

/** Selects the next shown event anywhere. */
function step(app, direction) {
  const next = nextShown(app, app.selected, direction);
  if (next >= 0) select(app, next);
}

/** Selects the event of the next lane up or down that is nearest in time. */
function stepLane(app, direction) {
  const { run, filters, selected } = app;
  const last = run.header.peers - 1;
  for (
    let node = (selected < 0 ? -1 : run.node[selected]) + direction;
    node >= -1 && node <= last;
    node += direction
  ) {
    if (!filters.nodes.has(node)) continue;
    const isThere = (i) => run.node[i] === node;
    const before = nextShown(app, selected, -1, isThere);
    const found = before >= 0 ? before : nextShown(app, selected, 1, isThere);
    if (found >= 0) return select(app, found);
  }
  return undefined;
}

/** Selects the violation, or says that there is none. */
function jumpToViolation(app) {
  if (app.violation >= 0) select(app, app.violation);
  else announce("No rule was broken in this run.");
}

/** Selects the next event at which some peer's term or leadership changes. */
function jumpToTerm(app, direction) {
  const { run } = app;
  const list = (app.termChanges ??= Array.from(run.kind.keys()).filter((i) => kindOf(run, i) === "role"));
  const after = placeAfter(list, app.selected);
  const before = list[after - 1] === app.selected ? after - 2 : after - 1;
  const found = list[direction > 0 ? after : before];
  if (found !== undefined) select(app, found);
  else announce(direction > 0 ? "No later change of a term." : "No earlier change of a term.");
}

/** Goes where the page's address points, if it points to an event. */
function followAddress(app) {
  const wanted = /^#event=(\d+)$/.exec(location.hash);
  if (!wanted) return false;
  const i = numberOf(app.run, Number(wanted[1]));
  if (i < 0) {
    announce(`There is no event ${wanted[1]} in this run.`);
    return false;
  }
  if (i !== app.selected) select(app, i);
  return true;
}

/** The stretch that a person wants to see first: what led to the violation, or to the run's end. */
function showHome(app) {
  const { axis, run } = app;
  const end = app.violation >= 0 ? app.violation : run.length - 1;
  const place = placeOf(axis, end);
  const from = placeOf(axis, Math.max(end - 110, 0));
  const width = Math.max(place - from, 8);
  setView(axis, place - width, place + width * 0.2);
  repaint(app);
}

function showWhole(app) {
  setView(app.axis, app.axis.first, app.axis.last);
  repaint(app);
}
