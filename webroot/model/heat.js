/** The heatmap grid: which tile stands in which cell, and how it looks. */

export const STRATEGIES = ["single", "vertical", "butterfly"];
export const SIDES = ["call", "put", "both"];
export const DISPLAYS = ["debit", "r2r", "diff"];
export const ROW_HEIGHT = 24;

/** Text in a lower row could not be read. */
export const LEAST_TEXT_HEIGHT = 16;

/** Rows above and below the market that are in sight at first. */
export const WINDOW = 25;

const FALLBACK_SPOT = 6000;
const FALLBACK_VIX = 20;

/** A gap this many times as far over the threshold is as red as it gets. */
const HOTTEST = 1.5;

export const tileKey = (strategy, dte, width, strike) => `${strategy}:${dte}:${width}:${strike}`;

/** What a tile key says. */
export function parseKey(key) {
  const [strategy, dte, width, strike] = key.split(":");
  return { strategy, dte: Number(dte), width: Number(width), strike: Number(strike) };
}

/** The side that a cell shows: out-of-the-money calls above the market, puts at and below it. */
export const sideAt = (side, strike, spot) =>
  side === "both" ? (strike > spot ? "call" : "put") : side;

/** A tile's price of one side, by theory or by the market; null when there is none. */
export function cellPrice(tile, side, theory) {
  const prices = tile?.[side];
  if (!prices) return null;
  const value =
    tile.strategy === "single"
      ? theory
        ? prices.mid
        : prices.market_mid
      : theory
        ? prices.debit
        : prices.market_debit;
  return Number.isFinite(value) ? value : null;
}

export const rewardToRisk = (width, debit) => (debit > 0 ? (width - debit) / debit : null);

/** Change in per cent against the row above. */
export const change = (value, above) =>
  value == null || above == null || above === 0 ? 0 : (Math.abs(value - above) / Math.abs(above)) * 100;

/**
 * The colour of a cell as red, green and blue: from blue to almost black up to the threshold, from
 * there to red; null for a cell without a price, which has the background's colour.
 */
export function colour(value, percent, threshold) {
  if (value == null || !(value > 0)) return null;
  if (percent < threshold) {
    const t = percent / threshold;
    return [59 - 44 * t, 130 - 105 * t, 246 - 196 * t].map(Math.round);
  }
  const t = Math.min((percent - threshold) / (HOTTEST * threshold), 1);
  return [50 + 189 * t, 15 + 53 * t, 15 + 53 * t].map(Math.round);
}

/** What stands in a cell. */
export function cellText(display, strategy, width, value, percent) {
  if (value == null) return "-";
  if (strategy === "single") return value > 0 ? value.toFixed(2) : "-";
  if (display === "r2r") {
    const ratio = rewardToRisk(width, value);
    return ratio == null ? "-" : ratio.toFixed(1);
  }
  if (display === "diff") return percent === 0 ? "-" : percent.toFixed(0);
  return value > 0 ? value.toFixed(2) : "-";
}

/** How far the index is expected to move until a day's end, in points. */
export function expectedMove(spot, vix, dte) {
  const s = spot > 0 ? spot : FALLBACK_SPOT;
  const v = vix > 0 ? vix : FALLBACK_VIX;
  const days = dte === 0 ? 1 : dte + 1;
  return Math.round(((s * v) / 100) * Math.sqrt(days / 365) * 10) / 10;
}

/** Whether a row stands where the expected move ends. */
export const isBoundary = (strike, spot, move, step) =>
  Math.abs(strike - (spot - move)) <= step || Math.abs(strike - (spot + move)) <= step;

/** The height of a row: rows inside the expected move can be pressed together. */
export const rowHeight = (compression) => Math.max(1, Math.round(ROW_HEIGHT - (23 * compression) / 100));

/** The smallest distance between neighbours of a list in descending order. */
export function stepOf(strikes) {
  let step = Infinity;
  for (let i = 1; i < strikes.length; i++) step = Math.min(step, strikes[i - 1] - strikes[i]);
  return Number.isFinite(step) ? step : 5;
}

const NO_TILES = new Map();

/**
 * The whole grid of one strategy, side and day: widths ascending, strikes descending, and for every
 * cell its price, change and text.
 */
export function grid({ tiles, strategy, side, dte, spot, theory, extraStrikes = [] }) {
  const widths = new Set();
  const byStrike = new Map(extraStrikes.map((strike) => [strike, NO_TILES]));
  for (const tile of tiles.values()) {
    if (tile.strategy !== strategy || tile.dte !== dte) continue;
    widths.add(tile.width);
    const there = byStrike.get(tile.strike) ?? NO_TILES;
    if (there === NO_TILES) byStrike.set(tile.strike, new Map([[tile.width, tile]]));
    else there.set(tile.width, tile);
  }
  const columns = [...widths].sort((a, b) => a - b);
  const rows = [...byStrike.keys()].sort((a, b) => b - a);
  const above = columns.map(() => null);
  const cells = rows.map((strike) => {
    const there = byStrike.get(strike);
    const shown = sideAt(side, strike, spot);
    return columns.map((width, column) => {
      const tile = there.get(width);
      const byTheory = cellPrice(tile, shown, true);
      const percent = change(byTheory, above[column]);
      above[column] = byTheory;
      return { tile, side: shown, value: theory ? byTheory : cellPrice(tile, shown, false), percent };
    });
  });
  return { columns, rows, cells, step: stepOf(rows) };
}

/** The index of the first strike at or below the market. */
export function atTheMoney(strikes, spot) {
  const index = strikes.findIndex((strike) => strike <= spot);
  return index < 0 ? strikes.length - 1 : index;
}
