// Colours: those of the style sheet, for what is painted; and those of terms.

/** The colours that painting needs, by their names in the style sheet. */
const PAINTS = [
  ...["ground", "lane", "ink", "ink-soft", "ink-faint", "line", "accent", "veil"],
  ...["follower", "candidate", "leader", "on-follower", "on-candidate", "on-leader"],
  ...["heartbeat", "append", "vote", "install", "other", "lost", "absent", "violation", "mark"],
  ...["persist", "apply", "commit", "start", "snapshot", "note", "off", "pause", "cut", "down", "network"],
];

/** The hues of terms: neighbours far apart. */
const TERM_HUES = [250, 75, 150, 330, 200, 105, 290, 30, 175, 0, 225, 55];

/** Reads the colours of the theme that holds now. */
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const colours = {};
  for (const name of PAINTS) colours[name] = style.getPropertyValue("--" + name).trim();
  colours.isDark = style.getPropertyValue("color-scheme").includes("dark");
  return colours;
}

/** The colour of a term, to be written on. */
function termColour(term, isDark) {
  if (!term) return isDark ? "#39404b" : "#e4e7eb";
  const hue = TERM_HUES[(term - 1) % TERM_HUES.length];
  return isDark ? `oklch(0.42 0.085 ${hue})` : `oklch(0.88 0.075 ${hue})`;
}

/** The colour of a term, as a stripe. */
function termStripe(term, isDark) {
  if (!term) return isDark ? "#565f6d" : "#b9c0c9";
  const hue = TERM_HUES[(term - 1) % TERM_HUES.length];
  return isDark ? `oklch(0.66 0.13 ${hue})` : `oklch(0.7 0.13 ${hue})`;
}

/** Light or dark, as the person chose, or as the machine says. */
function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function isDarkNow() {
  return getComputedStyle(document.documentElement).getPropertyValue("color-scheme").includes("dark");
}
