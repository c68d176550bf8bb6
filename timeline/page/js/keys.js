// The keyboard: everything that a mouse can do.

/** What each key does. The help lists the same ones. */
const KEYS = {
  ArrowLeft: (app) => step(app, -1),
  ArrowRight: (app) => step(app, 1),
  "Shift+ArrowLeft": (app) => stepHere(app, -1),
  "Shift+ArrowRight": (app) => stepHere(app, 1),
  ArrowUp: (app) => stepLane(app, -1),
  ArrowDown: (app) => stepLane(app, 1),
  Home: (app) => select(app, app.filters.list[0] ?? -1),
  End: (app) => select(app, app.filters.list.at(-1) ?? -1),
  "+": (app) => zoomBy(app, 0.6),
  "=": (app) => zoomBy(app, 0.6),
  "-": (app) => zoomBy(app, 1 / 0.6),
  w: (app) => zoomBy(app, 0.6),
  s: (app) => zoomBy(app, 1 / 0.6),
  a: (app) => pan(app, -0.25),
  d: (app) => pan(app, 0.25),
  PageUp: (app) => pan(app, -0.8),
  PageDown: (app) => pan(app, 0.8),
  0: (app) => showWhole(app),
  h: (app) => showHome(app),
  v: (app) => jumpToViolation(app),
  t: (app) => jumpToTerm(app, 1),
  T: (app) => jumpToTerm(app, -1),
  c: (app) => follow(app, "cause"),
  e: (app) => follow(app, "effect"),
  x: (app) => chooseAxis(app, app.axis.kind === "steps" ? "time" : "steps"),
  p: (app) => togglePast(app),
  n: (app) => nextHit(app, 1),
  N: (app) => nextHit(app, -1),
  "/": () => byId("search").focus(),
  f: (app) => openFilters(app),
  l: () => focusList(),
  g: () => byId("grid-box").focus(),
  i: () => byId("details").focus(),
  m: (app) => toggleTheme(app),
  "?": () => byId("help-dialog").showModal(),
  Escape: (app) => letGo(app),
};

function listenToKeys(app) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return;
    const isArrow = event.key.startsWith("Arrow");
    const name = event.shiftKey && isArrow ? "Shift+" + event.key : event.key;
    const action = KEYS[name];
    if (!action || (event.key.length === 1 && !isOnRun(event.target))) return;
    event.preventDefault();
    action(app);
  });
  byId("list-box").addEventListener("keydown", (event) => stepInList(app, event));
}

/** Whether the keyboard is on the run, or nowhere: only then do single characters mean something. */
function isOnRun(target) {
  return target === document.body || byId("run").contains(target);
}

/** Whether the element that has the keyboard needs the key for itself. */
function isBusy(event) {
  const { target, key } = event;
  if (byId("help-dialog").open) return true;
  if (target.matches("input[type=search], input[type=text], select")) return true;
  if (target.matches("input[type=range], #grid-box, #details")) return /^(Arrow|Page|Home|End)/.test(key);
  if (byId("list-box").contains(target)) return /^(ArrowUp|ArrowDown|Page)/.test(key);
  return target.matches("input[type=checkbox]") && key === " ";
}

/** In the list, up and down go from row to row, whatever lane they belong to. */
function stepInList(app, event) {
  const steps = { ArrowUp: -1, ArrowDown: 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  event.stopPropagation();
  step(app, steps[event.key]);
  focusList();
}

function focusList() {
  const row = byId("list").querySelector("[aria-current] a") ?? byId("list").querySelector("a");
  (row ?? byId("list-box")).focus({ preventScroll: true });
}

function pan(app, share) {
  panBy(app.axis, share);
  repaint(app);
}

/** Goes to where an event came from, or to what came of it: to another peer, if it can. */
function follow(app, way) {
  const { run, selected } = app;
  if (selected < 0) return;
  const next = way === "cause" ? parentsOf(run, selected) : childrenOf(run, selected);
  const elsewhere = next.find((i) => run.node[i] !== run.node[selected]) ?? next.at(-1);
  if (elsewhere !== undefined) select(app, elsewhere);
  else announce(way === "cause" ? "Nothing came before it." : "Nothing came of it.");
}

/** Opens the filters; when they are let go, the keyboard goes back to the picture. */
function openFilters(app) {
  const menu = byId("filters");
  menu.open = true;
  app.leftPicture = true;
  menu.querySelector("input").focus();
}

function letGo(app) {
  const menu = byId("filters");
  if (menu.open) {
    menu.open = false;
    (app.leftPicture ? byId("picture") : menu.querySelector("summary")).focus();
    app.leftPicture = false;
  } else {
    history.replaceState(null, "", location.pathname + location.search);
    select(app, -1, { quiet: true });
    announce("No event is selected.");
  }
}
