// Search: events whose text or data hold some words.

/** So many hits are kept: more would say nothing. */
const MOST_HITS = 2000;

function emptySearch() {
  return { words: "", hits: [], set: new Set(), isCut: false };
}

/** Finds the shown events that hold every word. */
function searchFor(app, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const search = { ...emptySearch(), words };
  if (wanted.length > 0) {
    for (const i of app.filters.list) {
      const text = searchText(app, i);
      if (!wanted.every((word) => text.includes(word))) continue;
      if (search.hits.length === MOST_HITS) {
        search.isCut = true;
        break;
      }
      search.hits.push(i);
    }
  }
  search.set = new Set(search.hits);
  app.search = search;
  tellHits(app);
}

/** All that can be searched of an event, and of what was logged after it, in small letters. */
function searchText(app, i) {
  app.searchTexts ??= new Array(app.run.length);
  return (app.searchTexts[i] ??= makeSearchText(app, i));
}

function makeSearchText(app, i) {
  const { run } = app;
  const { text, data } = detailsOf(run, i);
  const rest = data === null ? "" : JSON.stringify(data);
  const logged = linesOf(app, i).map((line) => line.text).join(" ");
  const words = [kindOf(run, i), nameOf(run.node[i]), methodOf(run, i), text, rest, logged];
  return words.join(" ").toLowerCase();
}

function tellHits(app) {
  const { hits, words, isCut } = app.search;
  const place = hits.indexOf(app.selected);
  const number = isCut ? "over " + count(hits.length) : count(hits.length);
  const text = place >= 0 ? `${count(place + 1)} of ${number}` : `${number} found`;
  byId("hits").textContent = words.trim() === "" ? "" : hits.length === 0 ? "nothing found" : text;
}

/** Selects the next hit in a direction, around the ends. */
function nextHit(app, direction) {
  const { hits } = app.search;
  if (hits.length === 0) return;
  const after = placeAfter(hits, app.selected);
  const isOn = hits[after - 1] === app.selected;
  const place = direction > 0 ? after : after - (isOn ? 2 : 1);
  select(app, hits[(place + hits.length) % hits.length]);
}
