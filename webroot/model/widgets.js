/** The numbers behind gauges and small displays. */

import { clamp } from "./blackscholes.js";

/** A score of 0 to 100; a fraction is taken for one. */
export function modeScore(raw) {
  if (!Number.isFinite(raw)) return null;
  return clamp(raw >= 0 && raw <= 1 ? raw * 100 : raw, 0, 100);
}

export const modeLabel = (score) =>
  score >= 67 ? "Expansion" : score >= 34 ? "Transition" : "Compression";

const NEEDLE = { x: 130, y: 140, length: 74 };

/** Where the needle of the gauge ends. */
export function needle(score) {
  const angle = ((180 - 1.8 * score) * Math.PI) / 180;
  return {
    x: NEEDLE.x + NEEDLE.length * Math.cos(angle),
    y: NEEDLE.y - NEEDLE.length * Math.sin(angle),
  };
}

const QUADRANTS = {
  pin_mean_reversion: "Pin / Mean Reversion",
  false_breakout_risk: "False Breakout Risk",
  downside_acceleration: "Downside Acceleration",
  air_pocket_expansion: "Air-Pocket Expansion",
};

export function quadrant(bias, lfi) {
  if (lfi >= 50) return bias < 0 ? "pin_mean_reversion" : "false_breakout_risk";
  return bias < 0 ? "downside_acceleration" : "air_pocket_expansion";
}

export const quadrantLabel = (id) => QUADRANTS[id] ?? "";

/** Where bias and absorption stand in their square, in per cent from the left and the top. */
export function biasPlace(bias, lfi) {
  return { left: (clamp(bias, -100, 100) + 100) / 2, top: 100 - clamp(lfi, 0, 100) };
}

export const biasLabel = (bias) => (bias >= 0 ? "Supportive" : "Hostile");
export const lfiLabel = (lfi) => (lfi >= 50 ? "Absorbing" : "Accelerating");

/** Height of the mercury, in per cent from the top. */
export function thermometer(vix) {
  const v = clamp(vix, 10, 50);
  const third = 33.333;
  if (vix < 17) return 100 - ((v - 10) / 7) * third;
  if (vix < 32) return 66.666 - ((v - 17) / 15) * third;
  return third - ((v - 32) / 18) * third;
}

export const REGIME_LABELS = {
  zombieland: "ZombieLand",
  goldilocks_1: "Goldilocks I",
  goldilocks_2: "Goldilocks II",
  chaos: "Chaos",
};

export const SPECIAL_LABELS = { batman: "Batman", timewarp: "TimeWarp", gamma_scalp: "Gamma Scalp" };

/** Half the width of the theta-gamma zone around the market, in points. */
export function zoneHalfWidth(strategy, dte, profitShare) {
  const time = clamp(0.75 * Math.sqrt(dte), 0.3, 1.5);
  const shape = strategy === "butterfly" ? 0.6 : strategy === "vertical" ? 0.8 : 1;
  const profit = dte > 1 ? 1 + 0.3 * Math.max(0, profitShare) : 1;
  return Math.max(3, 20 * time * shape * profit);
}

/** Milliseconds before the n-th try to connect again, without jitter. */
export const reconnectDelay = (attempt, base = 1000) => Math.min(base * 2 ** attempt, 30_000);

/** Average number of users per weekday and hour: rows of {dow: 0-6, hour, user_count}. */
export function peakUsage(rows) {
  const cells = new Map();
  for (const { db_hour: hour, db_dow: dow, user_count: count } of rows) {
    const key = `${hour},${dow - 1}`;
    const cell = cells.get(key) ?? { sum: 0, n: 0 };
    cell.sum += count;
    cell.n += 1;
    cells.set(key, cell);
  }
  return new Map([...cells].map(([key, { sum, n }]) => [key, Math.round((sum / n) * 10) / 10]));
}

/** What closing would bring in dollars: entry in cents, exit in dollars. */
export const closePreview = (entryCents, exitDollars, quantity, multiplier = 100) =>
  (exitDollars - entryCents / 100) * multiplier * quantity;
