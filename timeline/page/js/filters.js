// Which events are shown.

/** Everything is shown. */
function makeFilters(run) {
  return {
    groups: new Set(GROUPS.map((group) => group.key)),
    methods: new Set(METHODS.map((method) => method.key)),
    nodes: new Set([-1, ...Array(run.header.peers).keys()]),
    term: null,
    shown: new Uint8Array(run.length).fill(1),
    list: Uint32Array.from({ length: run.length }, (_, i) => i),
  };
}

/** Finds out anew which events are shown, after a change of the filters. */
function applyFilters(app) {
  const { run, filters } = app;
  const groups = GROUPS.map((group) => filters.groups.has(group.key));
  const list = [];
  for (let i = 0; i < run.length; i++) {
    const isShown =
      groups[app.groups[i]] &&
      filters.nodes.has(run.node[i]) &&
      (filters.term === null || run.term[i] === filters.term) &&
      (run.call[i] < 0 || filters.methods.has(app.methods[i]));
    filters.shown[i] = isShown ? 1 : 0;
    if (isShown) list.push(i);
  }
  filters.list = Uint32Array.from(list);
}

/** Of each message's event, which of `METHODS` it is. */
function methodsOf(run, messages) {
  const methods = new Array(run.length).fill("other");
  for (const steps of messages.calls.values()) {
    const key = messages.byStart.get(steps[0])?.key ?? methodKey(methodOf(run, steps[0]));
    for (const i of steps) methods[i] = key;
  }
  return methods;
}

/** The next shown event from `i` on in a direction, with `fits` if that is given; -1 if there is none. */
function nextShown(app, i, direction, fits = () => true) {
  const { list } = app.filters;
  let place = placeAfter(list, i);
  if (direction < 0) place = list[place - 1] === i ? place - 2 : place - 1;
  for (; place >= 0 && place < list.length; place += direction) {
    if (fits(list[place])) return list[place];
  }
  return -1;
}

/** Whether an arrow is shown: one of its ends is. */
function isArrowShown(filters, arrow) {
  const group = arrow.isReply ? "reply" : "request";
  if (!filters.methods.has(arrow.key)) return false;
  if (arrow.to < 0)
    return filters.groups.has("loss") && filters.shown[arrow.from] + isLossShown(filters, arrow) > 0;
  return filters.groups.has(group) && filters.shown[arrow.from] + filters.shown[arrow.to] > 0;
}

function isLossShown(filters, arrow) {
  return arrow.drop >= 0 ? filters.shown[arrow.drop] : 0;
}
