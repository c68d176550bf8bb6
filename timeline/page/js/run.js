// The run, as columns. An event is known by its place in the columns, here called its number or `i`; its id
// is what reports say, and is the same unless events were left out.

/** Reads the run from the page's data. */
function readRun() {
  const header = JSON.parse(byId("header").textContent);
  const chunks = [...document.querySelectorAll("script.columns")].map((data) => JSON.parse(data.textContent));
  const length = chunks.reduce((sum, chunk) => sum + chunk.id.length, 0);
  const family = chunks.reduce((sum, chunk) => sum + chunk.parents.length, 0);
  const run = {
    header,
    length,
    words: chunks.flatMap((chunk) => chunk.words),
    id: new Uint32Array(length),
    at: new Float64Array(length),
    node: new Int16Array(length),
    kind: new Uint16Array(length),
    term: new Int32Array(length),
    call: new Int32Array(length),
    peer: new Int16Array(length),
    method: new Int16Array(length),
    load: new Int32Array(length),
    firstParent: new Uint32Array(length + 1),
    parents: new Int32Array(family),
    facts: new Map(),
    states: [],
    lines: [],
    chunkStarts: [],
    details: new Map(),
  };
  let start = 0;
  for (const chunk of chunks) {
    readChunk(run, chunk, start);
    start += chunk.id.length;
  }
  linkParents(run);
  return run;
}

function readChunk(run, chunk, start) {
  run.chunkStarts.push(start);
  let id = start > 0 ? run.id[start - 1] : 0;
  let at = start > 0 ? run.at[start - 1] : 0;
  let parent = run.firstParent[start];
  for (let i = 0; i < chunk.id.length; i++) {
    id += chunk.id[i];
    at += chunk.at[i];
    run.id[start + i] = id;
    run.at[start + i] = at;
    for (let p = 0; p < chunk.family[i]; p++, parent++) {
      run.parents[parent] = id - chunk.parents[parent - run.firstParent[start]];
    }
    run.firstParent[start + i + 1] = parent;
  }
  for (const column of ["node", "kind", "term", "call", "peer", "method", "load"]) {
    run[column].set(chunk[column], start);
  }
  for (const [i, data, text] of chunk.facts) run.facts.set(start + i, { data, text });
  for (const state of chunk.states) run.states.push(state);
  for (const line of chunk.lines) run.lines.push(line);
}

/** Turns the parents' ids into numbers. */
function linkParents(run) {
  for (let p = 0; p < run.parents.length; p++) run.parents[p] = numberOf(run, run.parents[p]);
  for (const change of run.states) change.after = Math.max(lastUpTo(run, change.after), 0);
  for (const line of run.lines) line.after = Math.max(lastUpTo(run, line.after), 0);
}

/** The last event whose id is not beyond `id`, or -1. */
function lastUpTo(run, id) {
  if (run.id[id] === id) return id;
  return placeAfter(run.id, id) - 1;
}

/** The number of the event with this id, or -1. */
function numberOf(run, id) {
  const found = lastUpTo(run, id);
  return found >= 0 && run.id[found] === id ? found : -1;
}

/** The last event at or before a time, or -1. */
function lastAt(run, time) {
  return placeAfter(run.at, time) - 1;
}

/** The events that event `i` can have come of directly. */
function parentsOf(run, i) {
  return [...run.parents.subarray(run.firstParent[i], run.firstParent[i + 1])].filter(
    (parent) => parent >= 0,
  );
}

/** What is only looked up of an event: its text, its data and its task. */
function detailsOf(run, i) {
  const chunk = placeAfter(run.chunkStarts, i) - 1;
  if (!run.details.has(chunk)) {
    const data = document.querySelectorAll("script.details")[chunk];
    run.details.set(chunk, JSON.parse(data.textContent));
  }
  const [text, data, task] = run.details.get(chunk)[i - run.chunkStarts[chunk]];
  return { text, data, task };
}

/** The kind of an event, as a word. */
function kindOf(run, i) {
  return run.words[run.kind[i]];
}

/** The method of a message's event, or the empty text. */
function methodOf(run, i) {
  return run.method[i] < 0 ? "" : run.words[run.method[i]];
}
