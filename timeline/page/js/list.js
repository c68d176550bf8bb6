// The events that the filters let through, as a list of which only the rows on the screen exist.

const ROW = 24;

/** Rows beyond the edges that exist as well, so that a step of the keyboard finds its row. */
const SPARE_ROWS = 6;

/** Faults that are the end of one. */
const HEALS = ["boot", "connect"];

function showList(app) {
  const { list } = app.filters;
  const box = byId("list-box");
  byId("list-count").textContent =
    list.length === app.run.length
      ? plural(list.length, "event")
      : `${count(list.length)} of ${plural(app.run.length, "event")}`;
  const first = Math.max(Math.floor(box.scrollTop / ROW) - SPARE_ROWS, 0);
  const end = Math.min(Math.ceil((box.scrollTop + box.clientHeight) / ROW) + SPARE_ROWS, list.length);
  const hadFocus = byId("list").contains(document.activeElement);
  const rows = [];
  for (let place = first; place < end; place++) rows.push(rowOf(app, list[place], place));
  byId("list").replaceChildren(...rows);
  if (hadFocus) (byId("list").querySelector("[aria-current] a") ?? box).focus({ preventScroll: true });
}

function rowOf(app, i, place) {
  const { run, filters } = app;
  const isHere = i === app.selected;
  const isHit = app.search.set.has(i);
  const group = HEALS.includes(kindOf(run, i)) ? "heal" : GROUPS[app.groups[i]].key;
  const row = element(
    "a",
    { href: "#event=" + run.id[i], tabindex: isHere ? "0" : "-1" },
    element("time", {}, (run.at[i] / 1e9).toFixed(6)),
    element("span", { class: "who" }, run.node[i] < 0 ? "test" : "p" + run.node[i]),
    element("span", { class: "what" }, detailsOf(run, i).text.slice(0, 160), ...loggedAfter(app, i)),
  );
  return element(
    "li",
    {
      class: `group-${group}${isHit ? " is-hit" : ""}${app.past && app.past[i] === 0 ? " is-beyond" : ""}`,
      style: `top:${place * ROW}px`,
      "aria-setsize": filters.list.length,
      "aria-posinset": place + 1,
      "aria-current": isHere ? "true" : null,
    },
    row,
  );
}

/** What the implementation logged after an event, in its row. */
function loggedAfter(app, i) {
  const lines = linesOf(app, i).filter((line) => isLineShown(app.filters, line));
  return lines.map((line) =>
    element("span", { class: "logged level-" + line.level, title: originOf(line) }, line.text),
  );
}

/** Scrolls so that the selected event's row is on the screen. */
function scrollList(app) {
  const box = byId("list-box");
  byId("list").style.height = app.filters.list.length * ROW + "px";
  const place = placeAfter(app.filters.list, app.selected) - 1;
  if (place < 0) return;
  const top = place * ROW;
  if (top < box.scrollTop || top + ROW > box.scrollTop + box.clientHeight) {
    box.scrollTop = top - box.clientHeight / 2;
  }
}

function listenToList(app) {
  byId("list-box").addEventListener("scroll", () => showList(app), { passive: true });
}
