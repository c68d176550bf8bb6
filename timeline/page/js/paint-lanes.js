// Painting the ground: the ruler, the lanes with their bands, and the bars of faults.

const TEXT_FONT = "11.5px Inter, 'SF Pro Text', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const SMALL_FONT = TEXT_FONT.replace("11.5px", "10.5px");
const BOLD_FONT = "600 " + TEXT_FONT;

function paintGround(pen, app) {
  const { colours, lanes, axis } = app;
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, axis.width, lanes.height);
  pen.fillStyle = colours.lane;
  for (let node = 0; node < lanes.peers.length; node += 2) {
    pen.fillRect(0, lanes.peers[node].top, axis.width, lanes.lane);
  }
  pen.fillStyle = colours.line;
  pen.fillRect(0, RULER - 1, axis.width, 1);
  pen.fillRect(0, RULER + SCRIPT_LANE, axis.width, 1);
  if (lanes.network.height > 0) pen.fillRect(0, lanes.top, axis.width, 1);
}

/** Times along the top, and a thin line down from each. */
function paintRuler(pen, app) {
  const { colours, axis, lanes } = app;
  pen.font = TEXT_FONT;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (const tick of ticksOf(app)) {
    const x = Math.round(tick.x) + 0.5;
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(x, RULER - 6);
    pen.lineTo(x, lanes.height);
    pen.stroke();
    pen.fillStyle = colours["ink-soft"];
    const isFree = !app.flags.some(({ left, right, top }) => top < RULER && x + 62 > left && x < right);
    if (isFree && x < axis.width - 60) pen.fillText(tick.label, x + 4, RULER / 2);
  }
}

/** Round times on the true axis; on the other, the times of events at even distances. */
function ticksOf(app) {
  const { axis, run } = app;
  if (axis.kind === "time") return roundTicks(axis);
  const ticks = [];
  const gap = ((axis.high - axis.low) / axis.width) * 110;
  for (let place = Math.ceil(axis.low / gap) * gap; place < axis.high; place += gap) {
    const i = placeAfter(axis.places, place);
    if (i >= run.length || place < 0) continue;
    const x = xOf(axis, axis.places[i]);
    if (ticks.length > 0 && x - ticks.at(-1).x < 80) continue;
    ticks.push({ x, label: seconds(run.at[i]) });
  }
  return ticks;
}

function roundTicks(axis) {
  const perTick = ((axis.high - axis.low) / axis.width) * 100;
  const power = 10 ** Math.floor(Math.log10(perTick));
  const step = [1, 2, 5, 10].map((times) => times * power).find((width) => width >= perTick);
  const digits = clamp(3 - Math.floor(Math.log10(step) + 1e-9), 0, 6);
  const ticks = [];
  for (let place = Math.max(Math.ceil(axis.low / step), 0) * step; place < axis.high; place += step) {
    ticks.push({ x: xOf(axis, place), label: seconds(place * 1e6, digits) });
  }
  return ticks;
}

/** Each peer's band: the colour of its role, a stripe in the colour of its term, and both in words. */
function paintBands(pen, app) {
  const { axis, peers } = app;
  for (const peer of peers) {
    if (!app.filters.nodes.has(peer.node)) continue;
    let lastX = -1;
    for (const stretch of peer.stretches) {
      const low = xOf(axis, placeOf(axis, stretch.start));
      const high = xOf(axis, placeOf(axis, stretch.end));
      if (high < 0 || high - lastX < 0.4) continue;
      if (low > axis.width) break;
      lastX = high;
      const [left, right] = [Math.max(low, -2), Math.min(high, axis.width + 2)];
      paintStretch(pen, app, peer.node, stretch, left, right);
      if (stretch.running) veilBand(pen, app, peer.node, left, right);
    }
  }
}

function paintStretch(pen, app, node, stretch, low, high) {
  const { colours, lanes } = app;
  const top = lanes.peers[node].middle - BAND / 2;
  if (!stretch.running) {
    pen.strokeStyle = colours.down;
    pen.setLineDash([2, 4]);
    line(pen, low, top + BAND / 2, high, top + BAND / 2);
    pen.setLineDash([]);
    return;
  }
  const role = stretch.role ?? "follower";
  pen.fillStyle = colours[role];
  pen.fillRect(low, top, high - low, BAND);
  pen.fillStyle = termStripe(stretch.term, colours.isDark);
  pen.fillRect(low, top + BAND - 3, high - low, 3);
  pen.fillStyle = colours.ground;
  pen.fillRect(low, top, 1, BAND);
  const room = high - Math.max(low, 0) - 8;
  const label = bandLabel(stretch, room);
  if (!label) return;
  pen.font = role === "follower" ? TEXT_FONT : BOLD_FONT;
  pen.fillStyle = colours["on-" + role];
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  pen.fillText(label, Math.max(low, 0) + 5, top + BAND / 2 - 1);
}

/** The veil over a piece of a band. */
function veilBand(pen, app, node, low, high) {
  if (!app.past) return;
  const from = Math.max(veilFrom(app, node), low);
  pen.fillStyle = app.colours.veil;
  if (from < high) pen.fillRect(from, app.lanes.peers[node].middle - BAND / 2, high - from, BAND);
}

function bandLabel({ role, term }, room) {
  const words = role === "follower" ? `term ${term}` : `${role}, term ${term}`;
  if (room > words.length * 6) return words;
  return room > String(term).length * 6.5 ? String(term) : "";
}

function line(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

/** The bars of faults that strike a peer, behind its band, and of the network's, in a lane of their own. */
function paintFaults(pen, app) {
  const { lanes, faults, colours } = app;
  for (const [node, bars] of faults.peers.entries()) {
    const { top, height } = lanes.peers[node];
    for (const bar of bars) paintBar(pen, app, bar, top + 1, height - 1, hatch(pen, colours, bar.kind));
  }
  for (const [row, bars] of lanes.network.rows.entries()) {
    for (const bar of bars) {
      const top = lanes.network.top + 5 + row * NETWORK_ROW;
      paintBar(pen, app, bar, top, NETWORK_ROW - 2, colours.network);
    }
  }
}

function paintBar(pen, app, bar, top, height, fill) {
  const { axis, colours } = app;
  const low = Math.max(xOf(axis, placeOf(axis, bar.start)), -2);
  const end = bar.until === undefined ? placeOf(axis, bar.end) : placeOfTime(app.run, axis, bar.until);
  const high = Math.min(xOf(axis, end), axis.width + 2);
  if (high < 0 || low > axis.width) return;
  pen.fillStyle = fill;
  pen.fillRect(low, top, Math.max(high - low, 1), height);
  const room = high - Math.max(low, 0) - 8;
  const fits = Math.floor(room / 5.6);
  if (fits < Math.min(bar.label.length, 16)) return;
  const words = bar.label.length > fits ? bar.label.slice(0, fits - 1) + "…" : bar.label;
  pen.font = TEXT_FONT;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillStyle = bar.kind === "network" ? colours.ink : colours["ink-soft"];
  const heights = { network: height / 2, down: height / 2 - 9, off: 9, cut: 9, pause: 22 };
  pen.fillText(words, Math.max(low, 0) + 5, top + heights[bar.kind]);
}

/** A pattern of slanted lines in the colour of a kind of fault. */
function hatch(pen, colours, kind) {
  const patterns = (colours.patterns ??= {});
  if (patterns[kind]) return patterns[kind];
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const brush = tile.getContext("2d");
  brush.strokeStyle = colours[kind];
  brush.lineWidth = kind === "down" ? 1 : 1.6;
  const slopes =
    kind === "pause"
      ? [[4, 0, 4, 8]]
      : [
          [-2, 6, 6, -2],
          [2, 10, 10, 2],
        ];
  for (const [x0, y0, x1, y1] of slopes) line(brush, x0, y0, x1, y1);
  return (patterns[kind] = pen.createPattern(tile, "repeat"));
}
