// Puts the page together.

function main() {
  const run = readRun();
  const messages = readMessages(run);
  messages.byStart = new Map(messages.arrows.map((arrow) => [arrow.from, arrow]));
  const failure = run.header.failure;
  const app = {
    run,
    messages,
    peers: readStates(run),
    faults: readFaults(run),
    groups: groupsOf(run),
    methods: methodsOf(run, messages),
    filters: makeFilters(run),
    search: emptySearch(),
    axis: makeAxis(run, "steps"),
    colours: readColours(),
    lines: readLines(run),
    violation: failure?.event === undefined ? -1 : numberOf(run, failure.event),
    selected: -1,
    hovered: -1,
    arrows: [],
    rings: [],
    focusArrows: new Set(),
    showsPast: true,
    past: null,
    frontier: null,
  };
  if (run.length === 0) {
    showEmpty(run);
    return;
  }
  makeLaneLabels(app);
  listenToControls(app);
  listenToPointer(app);
  listenToOverview(app);
  listenToKeys(app);
  listenToList(app);
  listenToWindow(app);
  app.axis.width = byId("picture").clientWidth;
  showHome(app);
  // From here on the lanes have their places, to which a selected event may have to be scrolled.
  paintAll(app);
  if (!followAddress(app)) select(app, app.violation, { quiet: true });
  if (app.selected < 0) byId("list-box").scrollTop = byId("list-box").scrollHeight;
  document.documentElement.dataset.ready = Math.round(performance.now());
}

/** All that there is to say of a trace without events. */
function showEmpty(run) {
  const words = "This trace has no events: there is nothing to draw.";
  for (const id of ["tools", "scrub", "logs", "events", "overview", "picture"]) byId(id).hidden = true;
  byId("dense").textContent = words;
  byId("dense").hidden = false;
  byId("details").replaceChildren(element("p", {}, words), ...aboutRun(run).slice(1));
  byId("help").addEventListener("click", () => byId("help-dialog").showModal());
  byId("theme").addEventListener("click", () => setTheme(isDarkNow() ? "light" : "dark"));
  document.documentElement.dataset.ready = Math.round(performance.now());
}

function makeLaneLabels(app) {
  const box = byId("lane-labels");
  for (const { node } of app.peers) {
    box.append(
      element(
        "div",
        { id: "lane-" + node, class: "lane-label" },
        element("b", {}, nameOf(node)),
        element("span", {}, " "),
      ),
    );
  }
}

function listenToWindow(app) {
  window.addEventListener("hashchange", () => followAddress(app));
  new ResizeObserver(() => {
    repaint(app);
    showGrid(app);
    showList(app);
  }).observe(byId("room"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => themeChanged(app));
  window.addEventListener("beforeprint", () => paintForPrint(app));
  window.addEventListener("afterprint", () => themeChanged(app));
  themeChanged(app);
}

/** Paper is light, whatever the screen is. */
function paintForPrint(app) {
  const theme = document.documentElement.dataset.theme;
  setTheme("light");
  app.colours = readColours();
  showGrid(app);
  paintAll(app);
  setTheme(theme);
}

main();
