// What the implementation logged: no events, but each line belongs to one.

/**
 * The lines in the order of their moments, and those of each event. A line belongs to the last event before
 * it at the same peer, which need not be the last event of the run before it: that may have been elsewhere.
 */
function readLines(run) {
  const all = [...run.lines].sort((one, other) => one.after - other.after);
  const last = new Map();
  const byEvent = new Map();
  let next = 0;
  for (const line of all) {
    for (; next <= line.after && next < run.length; next++) last.set(run.node[next], next);
    line.node ??= -1;
    line.event = last.get(line.node) ?? line.after;
    if (!byEvent.has(line.event)) byEvent.set(line.event, []);
    byEvent.get(line.event).push(line);
  }
  return { all, afters: all.map((line) => line.after), byEvent };
}

/** The lines of event `i`. */
function linesOf(app, i) {
  return app.lines.byEvent.get(i) ?? [];
}

/** Whether the filters let a line through. */
function isLineShown({ groups, nodes, term }, line) {
  return groups.has("note") && nodes.has(line.node) && (term === null || line.term === term);
}

/** The lines between two events that the filters let through. */
function linesInView({ lines, filters }, low, high) {
  const found = lines.all.slice(placeAfter(lines.afters, low - 1), placeAfter(lines.afters, high));
  return found.filter((line) => isLineShown(filters, line));
}

/** The place of a line on the axis: just behind the last event of the run before it. */
function placeOfLine({ run, axis }, line) {
  if (axis.kind === "time") return placeOfTime(run, axis, line.at);
  return placeOf(axis, line.after) + (line.event === line.after ? 0 : 0.3);
}

/** Who logged a line, and when. */
function originOf(line) {
  return `${nameOf(line.node)} at ${seconds(line.at)}`;
}
