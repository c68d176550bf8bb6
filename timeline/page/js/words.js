// Words and numbers for people, and elements of the page.

/** A virtual time in nanoseconds, as seconds with `digits` digits. */
function seconds(nanoseconds, digits = 6) {
  return (nanoseconds / 1e9).toFixed(digits) + " s";
}

/** A span in nanoseconds, in the unit that suits it. */
function span(nanoseconds) {
  if (nanoseconds >= 1e9) return trim(nanoseconds / 1e9) + " s";
  if (nanoseconds >= 1e6) return trim(nanoseconds / 1e6) + " ms";
  return trim(nanoseconds / 1e3) + " µs";
}

function trim(number) {
  return String(Number(number.toPrecision(3)));
}

/** A count with thin spaces between thousands. */
function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** `1 event`, `2 events`. */
function plural(number, noun) {
  return count(number) + " " + noun + (number === 1 ? "" : "s");
}

/** Who a node is: a peer, or the test's script. */
function nameOf(node) {
  return node < 0 ? "test" : "peer " + node;
}

/** A method without the service that it belongs to. */
function shortMethod(method) {
  return method.slice(method.lastIndexOf(".") + 1);
}

/** The element with this id. */
function byId(id) {
  return document.getElementById(id);
}

/**
 * A new element. `attributes` are set as attributes, `class` and `aria-...` included; functions become
 * listeners of the event that their name gives.
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** How long nothing new must come before something is said, in milliseconds. */
const BREATH = 150;

let announcing = 0;

/** Says something to people who listen to the page, unless something else is to be said at once after it. */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => (byId("live").textContent = text), BREATH);
}

/** The first place in a sorted list whose value is greater than `value`. */
function placeAfter(sorted, value, length = sorted.length) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `value`, kept between two bounds. */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
