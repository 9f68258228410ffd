/** What the risk graph shows: positions priced in a world that may be simulated. */

import { cellPrice, tileKey } from "../../model/heat.js";
import { dateOf, daysBetween, dteOf } from "../../model/newyork.js";
import {
  breakevens,
  daysTo,
  firstExpiry,
  hoursAt,
  isExpired,
  marketOffset,
  openedAt,
  positionGreeks,
  pricesOf,
  profitsNow,
  profitsThen,
  signedCost,
  structuralMaxLoss,
  theoreticalValue,
} from "../../model/riskgraph.js";
import { modelKey, tileOf } from "../../model/structures.js";
import { baseVolatility, regimeOf } from "../../model/volatility.js";
import { heatmap, marketNow, spotOf, underlying, vix } from "../../app/market.js";
import { priceLocked } from "../../app/prefs.js";

const HOUR_MS = 3_600_000;

/** Nothing simulated. */
export const NOW = { time: 0, volatility: 0, spot: 0, regime: "auto", model: "black_scholes" };

/** The market as it is, seen through the same pricing and skew. */
const asItIs = (sim) => ({ ...sim, time: 0, volatility: 0, spot: 0 });

export const isSimulated = (sim) => sim.time > 0 || sim.volatility !== 0 || sim.spot !== 0;

/** Hours until the last expiry, at least half an hour. */
export function hoursLeft(positions) {
  const now = marketNow();
  const days = positions.flatMap((p) => p.legs.map((l) => daysTo(l.expiration, now)));
  return Math.max(0.5, ...days.map((d) => d * 24));
}

/** The world of the sliders. */
export function worldOf(sim, positions) {
  const index = vix();
  const atmIv = heatmap.value.atmIv;
  const now = marketNow() + hoursAt(sim.time, hoursLeft(positions)) * HOUR_MS;
  const today = dateOf(now);
  const simulated = isSimulated(sim);
  return {
    now,
    model: sim.model,
    regime: sim.regime === "auto" ? regimeOf((index ?? 0) + sim.volatility) : sim.regime,
    baseVol: (expiration) =>
      baseVolatility(atmIv[String(Math.max(0, daysBetween(today, expiration)))], index, sim.volatility, sim.volatility !== 0),
    simulated,
  };
}

/** What the market asks for a position that is a tile of the heatmap, per share; else null. */
function marketPrice(position) {
  const expiration = firstExpiry(position.legs);
  const shape = tileOf(position.legs);
  const now = marketNow();
  if (!shape || isExpired(expiration, now) || modelKey(position.symbol) !== underlying.value) return null;
  const { strategy, side, strike, width, times } = shape;
  const tile = heatmap.value.tiles.get(tileKey(strategy, dteOf(expiration, now), width, strike));
  const price = cellPrice(tile, side, false);
  return price > 0 ? price * times : null;
}

/** Whether what a position cost stands; else, and while it has no cost, it is what it is worth now. */
export const isLocked = (position) => position.costBasis != null && priceLocked.value[position.id] !== false;

/** The price of a position's own underlying, moved by the simulated share. */
export const spotFor = (position, sim) => {
  const now = spotOf(modelKey(position.symbol));
  return now > 0 ? now * (1 + sim.spot / 100) : null;
};

/**
 * Everything that is drawn: per position its numbers, and the sum of those that are visible as two
 * curves over the price of the first one's underlying. Others move by the same share.
 */
export function sceneOf(positions, sim, range) {
  const visible = positions.filter((p) => p.visible && p.legs.length > 0);
  const world = worldOf(sim, visible);
  const lead = visible[0];
  const leadSpot = lead ? spotFor(lead, sim) : null;
  const present = isSimulated(sim) ? worldOf(asItIs(sim), visible) : world;
  const rows = positions.map((p) => rowOf(p, sim, world, present));
  const opened = new Map(rows.map((row) => [row.position, row.opened]));
  if (!lead || !(leadSpot > 0)) return { rows, world, spot: leadSpot, curves: null };
  const prices = pricesOf(visible, leadSpot, range(visible, leadSpot));
  const parts = visible.map((p) => ({ position: p, share: spotFor(p, sim) / leadSpot })).filter(({ share }) => share > 0);
  /** The sum of the profits of all, each at a price of its own underlying. */
  const sum = (profitsOf) => {
    const curves = parts.map(({ position, share }) => ({ share, profit: profitsOf(position) }));
    return (x) => curves.reduce((total, { share, profit }) => total + profit(x * share), 0);
  };
  const expiryAt = sum((position) => profitsThen(opened.get(position), world));
  const nowAt = sum((position) => profitsNow(opened.get(position), world, offsetOf(position, sim, world)));
  const [atExpiry, now] = [expiryAt, nowAt].map((profit) => Float64Array.from(prices, profit));
  return {
    rows,
    world,
    spot: leadSpot,
    symbol: lead.symbol,
    totals: totalsOf(rows.filter((row) => row.position.visible)),
    curves: { prices, atExpiry, now, expiryAt, nowAt, breakevens: breakevens(prices, atExpiry) },
  };
}

function offsetOf(position, sim, world) {
  if (world.simulated) return 0;
  const now = spotFor(position, sim);
  return now > 0 ? marketOffset(position.legs, now, world, marketPrice(position)) : 0;
}

/** What a position is worth per share in a world, at the market's price where there is one. */
const worth = (position, sim, world) =>
  theoreticalValue(position.legs, spotFor(position, sim), world) + offsetOf(position, sim, world);

function rowOf(position, sim, world, present) {
  const now = spotFor(position, sim);
  const locked = isLocked(position);
  if (!(now > 0) || position.legs.length === 0) return { position, locked, opened: position, value: null };
  const value = worth(position, sim, world);
  const opened = locked ? position : openedAt(position, worth(position, asItIs(sim), present));
  return {
    position,
    locked,
    opened,
    value,
    profit: (value - signedCost(opened)) * 100,
    greeks: positionGreeks(position, now, world),
    maxLoss: structuralMaxLoss(opened),
  };
}

function totalsOf(rows) {
  const totals = { profit: 0, delta: 0, gamma: 0, theta: 0, vega: 0, maxLoss: 0 };
  for (const { profit, greeks, maxLoss } of rows) {
    totals.profit += profit ?? 0;
    if (greeks) for (const name of ["delta", "gamma", "theta", "vega"]) totals[name] += greeks[name];
    totals.maxLoss = totals.maxLoss == null || maxLoss === null ? null : totals.maxLoss + (maxLoss ?? 0);
  }
  return totals;
}
