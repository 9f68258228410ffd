/** What positions are made of: legs from a shape, a shape from legs, names for both. */

import { plusDays } from "./newyork.js";

/** Kinds of positions, in the groups in which they are offered. */
export const TYPES = {
  single: { group: "Basic", label: "Single", code: "SGL" },
  vertical: { group: "Spreads", label: "Vertical", code: "VS" },
  butterfly: { group: "Spreads", label: "Butterfly", code: "BF" },
  bwb: { group: "Spreads", label: "Broken wing", code: "BWB" },
  condor: { group: "Spreads", label: "Condor", code: "CDR" },
  straddle: { group: "Volatility", label: "Straddle", code: "STR" },
  strangle: { group: "Volatility", label: "Strangle", code: "STRG" },
  iron_fly: { group: "Volatility", label: "Iron fly", code: "IF" },
  iron_condor: { group: "Volatility", label: "Iron condor", code: "IC" },
  calendar: { group: "Time", label: "Calendar", code: "CAL" },
  diagonal: { group: "Time", label: "Diagonal", code: "DIAG" },
  custom: { group: "Basic", label: "Custom", code: "CUST" },
};

const USUALLY_SHORT = new Set(["iron_fly", "iron_condor", "straddle", "strangle"]);
const TIME_SPREADS = new Set(["calendar", "diagonal"]);

export const usualDirection = (type) => (USUALLY_SHORT.has(type) ? "short" : "long");

/** Whether one usually is paid for opening it. */
export function usualCostType(type, direction) {
  const credit =
    (USUALLY_SHORT.has(type) && direction === "short") ||
    (!USUALLY_SHORT.has(type) && direction === "short");
  return credit ? "credit" : "debit";
}

/**
 * The legs of a shape.
 *
 * far: the later expiration of time spreads; a week after the first unless given.
 */
export function legsOf({ type, right, strike, width, expiration, far, direction = "long", multiplier = 1 }) {
  const d = (direction === "short" ? -1 : 1) * multiplier;
  const later = far ?? (expiration ? plusDays(expiration, 7) : undefined);
  const leg = (k, quantity, side = right, date = expiration) => ({
    strike: k,
    expiration: date,
    right: side,
    quantity: quantity * d,
  });
  const K = strike;
  const w = width;
  switch (type) {
    case "single":
      return [leg(K, 1)];
    case "vertical":
      return right === "call" ? [leg(K, 1), leg(K + w, -1)] : [leg(K - w, -1), leg(K, 1)];
    case "butterfly":
      return [leg(K - w, 1), leg(K, -2), leg(K + w, 1)];
    case "bwb":
      return right === "call"
        ? [leg(K - w, 1), leg(K, -2), leg(K + 1.5 * w, 1)]
        : [leg(K - 1.5 * w, 1), leg(K, -2), leg(K + w, 1)];
    case "condor":
      return [leg(K - 1.5 * w, 1), leg(K - 0.5 * w, -1), leg(K + 0.5 * w, -1), leg(K + 1.5 * w, 1)];
    case "straddle":
      return [leg(K, 1, "put"), leg(K, 1, "call")];
    case "strangle":
      return [leg(K - w, 1, "put"), leg(K + w, 1, "call")];
    case "iron_fly":
      return [leg(K - w, -1, "put"), leg(K, 1, "put"), leg(K, 1, "call"), leg(K + w, -1, "call")];
    case "iron_condor":
      return [
        leg(K - 1.5 * w, -1, "put"),
        leg(K - 0.5 * w, 1, "put"),
        leg(K + 0.5 * w, 1, "call"),
        leg(K + 1.5 * w, -1, "call"),
      ];
    case "calendar":
      return [leg(K, -1, right, expiration), leg(K, 1, right, later)];
    case "diagonal":
      return [leg(K, -1, right, expiration), leg(K + w, 1, right, later)];
    default:
      throw new Error(`no legs for ${type}`);
  }
}

/** A short time spread loses when volatility rises; one asks before opening it. */
export const needsVegaWarning = (type, direction) => TIME_SPREADS.has(type) && direction === "short";

const by = (f) => (a, b) => f(a) - f(b);

/** The shape of a set of legs, and its direction. */
export function recognise(legs) {
  const sorted = [...legs].sort(by((l) => l.strike));
  const q = sorted.map((l) => l.quantity);
  const sameExpiry = new Set(sorted.map((l) => l.expiration)).size === 1;
  const sameRight = new Set(sorted.map((l) => l.right)).size === 1;
  const direction = (quantity) => (quantity < 0 ? "short" : "long");
  if (sorted.length === 1) return { type: "single", direction: direction(q[0]) };
  if (sorted.length === 2) {
    const [low, high] = sorted;
    if (sameExpiry && sameRight) return { type: "vertical", direction: direction(q[0]) };
    if (!sameExpiry && sameRight) {
      const far = low.expiration > high.expiration ? low : high;
      const type = low.strike === high.strike ? "calendar" : "diagonal";
      return { type, direction: direction(far.quantity) };
    }
    if (sameExpiry) {
      return { type: low.strike === high.strike ? "straddle" : "strangle", direction: direction(q[0]) };
    }
  }
  if (sorted.length === 3 && sameExpiry && sameRight && isOneTwoOne(q)) {
    const lower = sorted[1].strike - sorted[0].strike;
    const upper = sorted[2].strike - sorted[1].strike;
    return { type: Math.abs(lower - upper) < 0.01 ? "butterfly" : "bwb", direction: direction(q[0]) };
  }
  if (sorted.length === 4 && sameExpiry) {
    if (sameRight && q.every((n) => Math.abs(n) === Math.abs(q[0])) && q[0] === q[3] && q[1] === q[2] && q[0] === -q[1]) {
      return { type: "condor", direction: direction(q[0]) };
    }
    const puts = sorted.filter((l) => l.right === "put");
    const calls = sorted.filter((l) => l.right === "call");
    if (puts.length === 2 && calls.length === 2) {
      const gap = Math.abs(puts[1].strike - calls[0].strike);
      return { type: gap < 0.01 ? "iron_fly" : "iron_condor", direction: direction(puts[0].quantity) };
    }
  }
  return { type: "custom", direction: "long" };
}

function isOneTwoOne(q) {
  return q[0] === q[2] && q[1] === -2 * q[0];
}

const commonDivisor = (a, b) => (b === 0 ? a : commonDivisor(b, a % b));

/** How many times some legs hold the same: prices are told of one, costs are those of all. */
export const unitsOf = (legs) => legs.reduce((units, l) => commonDivisor(units, Math.abs(l.quantity)), 0) || 1;

/** The strike a position is named after. */
export function centreStrike(legs) {
  const strikes = legs.map((l) => l.strike).sort((a, b) => a - b);
  if (strikes.length === 3) return strikes[1];
  if (strikes.length === 2) return (strikes[0] + strikes[1]) / 2;
  if (strikes.length === 4) return (strikes[1] + strikes[2]) / 2;
  return strikes[0];
}

/** How far the wings reach, or null when they differ. */
export function wingWidth(legs) {
  const strikes = legs.map((l) => l.strike).sort((a, b) => a - b);
  if (strikes.length === 2) return strikes[1] - strikes[0];
  if (strikes.length === 3) {
    const lower = strikes[1] - strikes[0];
    return Math.abs(lower - (strikes[2] - strikes[1])) < 0.01 ? lower : null;
  }
  if (strikes.length === 4) return strikes[1] - strikes[0];
  return null;
}

const LEGACY = {
  butterfly: "butterfly",
  bwb: "butterfly",
  iron_fly: "butterfly",
  iron_condor: "butterfly",
  condor: "butterfly",
  vertical: "vertical",
  calendar: "vertical",
  diagonal: "vertical",
  straddle: "vertical",
  strangle: "vertical",
};

/** A position as a tile of the heatmap: strategy, side, strike and width. */
export function asTile(position) {
  const legs = position.legs ?? [];
  return {
    strategy: LEGACY[position.positionType] ?? "single",
    side: legs.every((l) => l.right === "call") ? "call" : "put",
    strike: centreStrike(legs),
    width: wingWidth(legs) ?? 0,
  };
}

/** The shapes of which the heatmap has tiles, by the number of their legs. */
const TILED = [, "single", "vertical", "butterfly"];

/**
 * The tile of the heatmap that some legs are: its strategy, side, strike and width, and how many
 * times they hold it, below zero when it was sold. Null when they are no tile.
 */
export function tileOf(legs) {
  const sorted = [...legs].sort(by((l) => l.strike));
  const strategy = TILED[sorted.length];
  const [{ right, expiration }, second] = [sorted[0] ?? {}, sorted[1]];
  if (!strategy || sorted.some((l) => l.right !== right || l.expiration !== expiration)) return null;
  const width = second ? second.strike - sorted[0].strike : 0;
  const strike = strategy === "butterfly" || (strategy === "vertical" && right === "put") ? second.strike : sorted[0].strike;
  const tile = legsOf({ type: strategy, right, strike, width, expiration });
  const times = sorted[0].quantity / tile[0].quantity;
  const same = sorted.every((l, i) => l.strike === tile[i].strike && l.quantity === tile[i].quantity * times);
  return same && times !== 0 ? { strategy, side: right, strike, width, times } : null;
}

/** For example "BF 6930/30 C". */
export function label(position) {
  const { strike, width, side } = asTile(position);
  const code = TYPES[position.positionType]?.code ?? "CUST";
  return `${code} ${trim(strike)}${width ? `/${trim(width)}` : ""} ${side === "call" ? "C" : "P"}`;
}

const trim = (n) => (Number.isInteger(n) ? String(n) : n.toFixed(1));

/** For example "+1 6900C −2 6930C +1 6960C". */
export const notation = (legs) =>
  legs
    .map((l) => `${l.quantity > 0 ? "+" : "−"}${Math.abs(l.quantity)} ${trim(l.strike)}${l.right === "call" ? "C" : "P"}`)
    .join(" ");

/** How often options of a symbol expire. */
export const EXPIRIES = ["daily", "weekly", "monthly"];

/** Strike steps, usual width and expiry days of a symbol. */
export const SYMBOLS = {
  SPX: { increment: 5, width: 20, expiries: "daily" },
  NDX: { increment: 10, width: 50, expiries: "daily" },
  VIX: { increment: 1, width: 2, expiries: "weekly" },
  RUT: { increment: 5, width: 20, expiries: "daily" },
  XSP: { increment: 1, width: 2, expiries: "daily" },
  SPY: { increment: 1, width: 5, expiries: "daily" },
  QQQ: { increment: 1, width: 5, expiries: "daily" },
};

const USUAL_SYMBOL = { increment: 1, width: 5, expiries: "weekly" };

/** What holds of a symbol unless the user says otherwise. */
export const usualOf = (symbol) => SYMBOLS[symbol] ?? USUAL_SYMBOL;

const isSize = (n) => Number.isFinite(n) && n > 0;

const SENSIBLE = { increment: isSize, width: isSize, expiries: (days) => EXPIRIES.includes(days) };

/** What makes sense of what somebody has set of a symbol. */
const sensible = (set) => Object.fromEntries(Object.entries(SENSIBLE).filter(([name, is]) => is(set?.[name])).map(([name]) => [name, set[name]]));

let own = new Map();

/** Takes what the user has set of symbols: an object of what differs from the usual, by symbol. */
export function setSymbols(registry) {
  own = new Map(Object.entries(registry ?? {}).map(([symbol, set]) => [symbol, sensible(set)]));
}

export const symbolOf = (symbol) => ({ ...usualOf(symbol), ...own.get(symbol) });

const INDICES = new Set(["SPX", "NDX", "VIX", "RUT", "XSP"]);

/** The key under which models of a traded symbol stand. */
export function modelKey(symbol) {
  if (symbol === "SPXW" || symbol === "SPXM") return "I:SPX";
  if (symbol === "NDXP") return "I:NDX";
  return INDICES.has(symbol) ? `I:${symbol}` : symbol;
}

/** The name under which a model's symbol is traded. */
export const tradedSymbol = (key) => key.replace(/^I:/, "");
