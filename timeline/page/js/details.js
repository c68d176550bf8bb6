// What is known of the selected event.

/** Shows the selected event, or which run this is where none is selected. */
function showDetails(app) {
  const box = byId("details");
  if (app.selected < 0) {
    box.replaceChildren(...aboutRun(app.run));
    return;
  }
  const { run, selected } = app;
  const known = detailsOf(run, selected);
  box.replaceChildren(
    headOf(app, selected),
    element("p", { class: "event-text" }, known.text),
    ...markNotes(app, selected),
    ...messageDetails(app, selected),
    ...stateDetails(app, selected),
    ...dataOf(app, selected, known),
    ...linesNear(app, selected),
    ...causesOf(app, selected),
    known.task
      ? element("p", { class: "place" }, "in the task spawned at ", element("code", {}, known.task))
      : "",
  );
}

/** What there is to say while no event is selected. */
function aboutRun({ header }) {
  const { replay, digest, build } = header;
  const facts = { "repeat it": replay, digest, program: build.program, raftlab: build.raftlab };
  return [
    element("p", { class: "hint" }, "Select an event to see what it was, and what it came of."),
    section("This run", tree(facts)),
  ];
}

function headOf(app, i) {
  const { run } = app;
  const term = run.term[i] >= 0 ? ` · term ${run.term[i]}` : "";
  return element(
    "header",
    { class: "event-head" },
    element("h2", {}, `Event ${run.id[i]}`, element("span", { class: "kind" }, kindOf(run, i))),
    element("p", {}, `${seconds(run.at[i])} · ${nameOf(run.node[i])}${term}`),
  );
}

/** What somebody has found out about this event. */
function markNotes(app, i) {
  const { run } = app;
  const notes = (run.header.marks ?? []).filter((mark) => mark.event === run.id[i]);
  return notes.map((mark) =>
    element("p", { class: "mark-note" }, element("b", {}, mark.label), " ", mark.text),
  );
}

/** The event's data, unless it is a message's, which is shown with the message. */
function dataOf(app, i, { data }) {
  if (app.run.call[i] >= 0 || data === null || typeof data !== "object" || Object.keys(data).length === 0)
    return [];
  return [section("Data", tree(data))];
}

function section(title, ...children) {
  return element("section", {}, element("h3", {}, title), ...children);
}

/** JSON as nested lists; long ones can be opened. */
function tree(value) {
  if (value === null || typeof value !== "object") return leaf(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return leaf(Array.isArray(value) ? "none" : "empty");
  const text = JSON.stringify(value);
  if (Array.isArray(value) && text.length < 60) return leaf(text.slice(1, -1).replaceAll(",", ", "));
  const rows = entries.map(([key, inner]) =>
    element("div", {}, element("dt", {}, key), element("dd", {}, tree(inner))),
  );
  const list = element("dl", { class: "tree" }, ...rows);
  if (!Array.isArray(value) || entries.length <= 6) return list;
  return element("details", {}, element("summary", {}, plural(entries.length, "item")), list);
}

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  return element("span", { class: "leaf leaf-" + kind }, value === null ? "none" : String(value));
}

/** What the peer logged after this event and before its next. */
function linesNear(app, i) {
  const lines = linesOf(app, i).map((line) =>
    element(
      "li",
      { class: "level-" + line.level },
      element("b", {}, line.level),
      ` ${line.text} `,
      element("small", {}, `${originOf(line)}, ${line.target}`),
    ),
  );
  return lines.length > 0 ? [section("Logged", element("ul", { class: "lines" }, ...lines))] : [];
}

/** What the event came of, and what came of it: links that can be followed. */
function causesOf(app, i) {
  const { run } = app;
  const parents = parentsOf(run, i).map((parent) =>
    link(app, parent, run.node[parent] === run.node[i] ? "before" : "from"),
  );
  const children = childrenOf(run, i).map((child) =>
    link(app, child, run.node[child] === run.node[i] ? "then" : "to"),
  );
  const chain = chainTo(run, i, 6).map(({ from }) => link(app, from, "from"));
  const sections = [];
  if (parents.length > 0) sections.push(section("Came of", element("ul", { class: "links" }, ...parents)));
  if (children.length > 0) sections.push(section("Led to", element("ul", { class: "links" }, ...children)));
  if (chain.length > 1)
    sections.push(section("How word of it came here", element("ol", { class: "links" }, ...chain)));
  return sections;
}

/** A link to an event, with a word about what it is to this one. */
function link(app, i, relation) {
  const { run } = app;
  const { text } = detailsOf(run, i);
  const short = text.length > 90 ? text.slice(0, 89) + "…" : text;
  return element(
    "li",
    {},
    element("span", { class: "relation" }, relation),
    element("a", { href: "#event=" + run.id[i] }, `${nameOf(run.node[i])}: ${short}`),
  );
}
