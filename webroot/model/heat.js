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

/**
 * A tile's price of one side, by theory or by the market; null when there is none. Streams bring
 * tiles in brief, as those four prices alone.
 */
export function cellPrice(tile, side, theory) {
  if (Array.isArray(tile)) return tile[(side === "call" ? 0 : 2) + (theory ? 0 : 1)] ?? null;
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

/**
 * Which rows and columns the tiles of one strategy and day make: widths ascending, strikes
 * descending. It stays as it is until a tile comes or goes.
 */
export function frame({ tiles, strategy, dte, extraStrikes = [] }) {
  const widths = new Set();
  const strikes = new Set(extraStrikes);
  const wanted = `${strategy}:${dte}:`;
  for (const key of tiles.keys()) {
    if (!key.startsWith(wanted)) continue;
    const { width, strike } = parseKey(key);
    widths.add(width);
    strikes.add(strike);
  }
  const rows = [...strikes].sort((a, b) => b - a);
  return { strategy, dte, columns: [...widths].sort((a, b) => a - b), rows, step: stepOf(rows) };
}

/** The cells of a frame, each with its price and change. They are made when somebody looks: few are in sight. */
export class Grid {
  #tiles;
  #side;
  #spot;
  #theory;
  #cells = new Map();

  constructor(frame, { tiles, side, spot, theory }) {
    this.frame = frame;
    this.columns = frame.columns;
    this.rows = frame.rows;
    this.step = frame.step;
    this.#tiles = tiles;
    this.#side = side;
    this.#spot = spot;
    this.#theory = theory;
  }

  /** The cells of a row, from the narrowest to the widest; none where there is no such row. */
  row(index) {
    if (!(index in this.rows)) return [];
    let cells = this.#cells.get(index);
    if (!cells) this.#cells.set(index, (cells = this.columns.map((width) => this.#cell(index, width))));
    return cells;
  }

  #cell(index, width) {
    const tile = this.#tile(index, width);
    const side = sideAt(this.#side, this.rows[index], this.#spot);
    const byTheory = cellPrice(tile, side, true);
    const value = this.#theory ? byTheory : cellPrice(tile, side, false);
    return { tile, side, value, percent: change(byTheory, this.#above(index, width)) };
  }

  #above(index, width) {
    if (index === 0) return null;
    const side = sideAt(this.#side, this.rows[index - 1], this.#spot);
    return cellPrice(this.#tile(index - 1, width), side, true);
  }

  #tile(index, width) {
    return this.#tiles.get(tileKey(this.frame.strategy, this.frame.dte, width, this.rows[index]));
  }
}

/** The index of the first strike at or below the market. */
export function atTheMoney(strikes, spot) {
  const index = strikes.findIndex((strike) => strike <= spot);
  return index < 0 ? strikes.length - 1 : index;
}
