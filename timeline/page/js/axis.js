// Where events stand from left to right, and which stretch of the run is in view.

/** A pause that is longer than this is drawn wider than an ordinary step, in nanoseconds. */
const LONG_PAUSE = 1e6;

/** What each axis is for. */
const AXES = {
  steps: "Every event gets room of its own; pauses are shortened",
  time: "True to virtual time",
};

/** The place of every event on an axis. */
function placesOn(run, kind) {
  const places = new Float64Array(run.length);
  if (kind === "time") {
    for (let i = 0; i < run.length; i++) places[i] = run.at[i] / 1e6;
    return places;
  }
  let place = 0;
  for (let i = 0; i < run.length; i++) {
    if (i > 0) place += stepTo(run, i);
    places[i] = place;
  }
  return places;
}

function stepTo(run, i) {
  const pause = run.at[i] - run.at[i - 1];
  if (pause === 0) return run.node[i] === run.node[i - 1] ? 0.6 : 0.8;
  return pause > LONG_PAUSE ? 1 + 0.6 * Math.log2(pause / LONG_PAUSE) : 1;
}

/** An axis with the whole run in view. */
function makeAxis(run, kind) {
  const places = placesOn(run, kind);
  const end = places[run.length - 1] ?? 1;
  const margin = Math.max(end * 0.01, 1);
  return { kind, places, first: -margin, last: end + margin, low: -margin, high: end + margin, width: 1000 };
}

/** The place of a moment that need not have an event. */
function placeOfTime(run, axis, time) {
  if (axis.kind === "time") return time / 1e6;
  const before = lastAt(run, time);
  if (before < 0) return axis.places[0] ?? 0;
  if (before + 1 >= run.length) return axis.places[run.length - 1];
  const share = (time - run.at[before]) / (run.at[before + 1] - run.at[before]);
  return axis.places[before] + share * (axis.places[before + 1] - axis.places[before]);
}

/** The place of event `i`; one beyond the last stands at the end. */
function placeOf(axis, i) {
  return i < axis.places.length ? axis.places[Math.max(i, 0)] : axis.last;
}

function xOf(axis, place) {
  return ((place - axis.low) / (axis.high - axis.low)) * axis.width;
}

function placeAt(axis, x) {
  return axis.low + (x / axis.width) * (axis.high - axis.low);
}

/** Puts a stretch in view, no wider than the run and no narrower than a person can use. */
function setView(axis, low, high) {
  const least = axis.kind === "time" ? 0.02 : 4;
  const width = clamp(high - low, least, axis.last - axis.first);
  const middle = (low + high) / 2;
  axis.low = clamp(middle - width / 2, axis.first, axis.last - width);
  axis.high = axis.low + width;
}

/** Zooms so that `place` stays where it is. */
function zoomAt(axis, place, factor) {
  setView(axis, place - (place - axis.low) * factor, place + (axis.high - place) * factor);
}

/** Moves the view by a share of its width. */
function panBy(axis, share) {
  const step = (axis.high - axis.low) * share;
  const kept = clamp(step, axis.first - axis.low, axis.last - axis.high);
  axis.low += kept;
  axis.high += kept;
}

/** Moves the view, if it must, so that event `i` is in it. */
function bringIntoView(axis, i) {
  const place = placeOf(axis, i);
  const width = axis.high - axis.low;
  if (place < axis.low + width * 0.04 || place > axis.high - width * 0.04) {
    setView(axis, place - width * 0.6, place + width * 0.4);
  }
}

/** The first and last event in view, one beyond each edge included. */
function eventsInView(axis) {
  const low = Math.max(placeAfter(axis.places, axis.low) - 1, 0);
  const high = Math.min(placeAfter(axis.places, axis.high), axis.places.length - 1);
  return { low, high };
}
