// The buttons, the filters' menu, the search box and the slider.

function listenToControls(app) {
  const actions = {
    "jump-violation": () => jumpToViolation(app),
    "term-before": () => jumpToTerm(app, -1),
    "term-after": () => jumpToTerm(app, 1),
    "zoom-in": () => zoomBy(app, 0.6),
    "zoom-out": () => zoomBy(app, 1 / 0.6),
    "zoom-whole": () => showWhole(app),
    "zoom-home": () => showHome(app),
    "axis-steps": () => chooseAxis(app, "steps"),
    "axis-time": () => chooseAxis(app, "time"),
    past: () => togglePast(app),
    theme: () => toggleTheme(app),
    help: () => byId("help-dialog").showModal(),
    "hit-before": () => nextHit(app, -1),
    "hit-after": () => nextHit(app, 1),
    "event-before": () => step(app, -1),
    "event-after": () => step(app, 1),
    "grid-earlier": () => turnGrid(app, -1),
    "grid-later": () => turnGrid(app, 1),
    "filters-all": () => resetFilters(app),
  };
  for (const [id, action] of Object.entries(actions)) byId(id)?.addEventListener("click", action);
  byId("jump-violation").disabled = app.violation < 0;
  listenToSlider(app);
  listenToSearch(app);
  fillFilters(app);
}

/** Zooms about the selected event, if it is in view, or else about the middle. */
function zoomBy(app, factor) {
  const { axis, selected } = app;
  const place = selected >= 0 ? placeOf(axis, selected) : axis.low;
  const isInView = selected >= 0 && place > axis.low && place < axis.high;
  zoomAt(axis, isInView ? place : (axis.low + axis.high) / 2, factor);
  repaint(app);
}

/** Changes the axis, and keeps the events in view that are in view. */
function chooseAxis(app, kind) {
  const { low, high } = eventsInView(app.axis);
  app.axis = { ...makeAxis(app.run, kind), width: app.axis.width };
  setView(app.axis, placeOf(app.axis, low), placeOf(app.axis, high));
  byId("axis-steps").setAttribute("aria-pressed", kind === "steps");
  byId("axis-time").setAttribute("aria-pressed", kind === "time");
  announce(AXES[kind]);
  repaint(app);
}

function togglePast(app) {
  app.showsPast = !app.showsPast;
  byId("past").setAttribute("aria-pressed", app.showsPast);
  select(app, app.selected, { quiet: true });
}

function toggleTheme(app) {
  setTheme(isDarkNow() ? "light" : "dark");
  themeChanged(app);
}

function themeChanged(app) {
  app.colours = readColours();
  byId("theme").setAttribute("aria-pressed", app.colours.isDark);
  showGrid(app);
  repaint(app);
}

function listenToSlider(app) {
  const slider = byId("slider");
  slider.max = Math.max(app.run.length - 1, 0);
  // A slider tells its own value.
  slider.addEventListener("input", () => select(app, Number(slider.value), { told: true }));
  byId("event-number").addEventListener("change", (event) => {
    const wanted = event.target.value.trim();
    const i = /^\d+$/.test(wanted) ? numberOf(app.run, Number(wanted)) : -1;
    if (i >= 0) select(app, i);
    else if (wanted === "") announce("No number was given.");
    else announce("There is no such event.");
    showSlider(app);
  });
}

function showSlider(app) {
  const { run, selected } = app;
  const i = selected >= 0 ? selected : run.length - 1;
  byId("slider").value = i;
  byId("slider").setAttribute("aria-valuetext", `event ${run.id[i]} at ${seconds(run.at[i])}`);
  byId("event-number").value = selected >= 0 ? run.id[i] : "";
  byId("event-time").textContent = seconds(run.at[i]);
}

function listenToSearch(app) {
  const box = byId("search");
  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => showSearch(app), 150);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      if (box.value !== app.search.words) showSearch(app);
      nextHit(app, event.shiftKey ? -1 : 1);
      event.preventDefault();
    } else if (event.key === "Escape") {
      box.value = "";
      showSearch(app);
      byId("picture").focus();
    }
  });
}

function showSearch(app) {
  searchFor(app, byId("search").value);
  showList(app);
  repaint(app);
}

/** Fills the filters' menu with what there is to choose from. */
function fillFilters(app) {
  const { filters, run } = app;
  const present = new Set(app.groups);
  const kinds = GROUPS.filter((_, number) => present.has(number));
  fillChoices(app, "filter-kinds", kinds, filters.groups);
  const methods = new Set(app.messages.arrows.map((arrow) => arrow.key));
  fillChoices(
    app,
    "filter-methods",
    METHODS.filter((method) => methods.has(method.key)),
    filters.methods,
  );
  const nodes = [-1, ...Array(run.header.peers).keys()].map((node) => ({ key: node, name: nameOf(node) }));
  fillChoices(app, "filter-nodes", nodes, filters.nodes);
  const terms = [...new Set(run.term)].filter((term) => term >= 0).sort((one, other) => one - other);
  const menu = byId("filter-term");
  menu.append(...terms.map((term) => element("option", { value: term }, "term " + term)));
  menu.addEventListener("change", () => {
    filters.term = menu.value === "" ? null : Number(menu.value);
    filtersChanged(app);
  });
}

function fillChoices(app, id, choices, chosen) {
  const boxes = choices.map(({ key, name }) => {
    const box = element("input", {
      type: "checkbox",
      checked: "",
      "data-key": key,
      change: () => {
        if (box.checked) chosen.add(key);
        else chosen.delete(key);
        filtersChanged(app);
      },
    });
    return element("label", {}, box, element("span", { class: "swatch swatch-" + key }), name);
  });
  byId(id).append(...boxes);
}

function filtersChanged(app) {
  applyFilters(app);
  const { filters, run } = app;
  const isAll = filters.list.length === run.length;
  byId("filters-state").textContent = isAll ? "" : " on";
  announce(`${count(filters.list.length)} of ${plural(run.length, "event")} shown`);
  if (app.search.words) searchFor(app, app.search.words);
  scrollList(app);
  showList(app);
  repaint(app);
}

function resetFilters(app) {
  const { filters, run } = app;
  for (const group of GROUPS) filters.groups.add(group.key);
  for (const method of METHODS) filters.methods.add(method.key);
  for (let node = -1; node < run.header.peers; node++) filters.nodes.add(node);
  filters.term = null;
  byId("filter-term").value = "";
  for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = true;
  filtersChanged(app);
}
