/** Profit and loss of positions over prices, now and at expiry. Money is in dollars. */

import { clamp, greeks, intrinsic, price, RATE, YEAR_DAYS } from "./blackscholes.js";
import { expiryMoment } from "./newyork.js";
import { smile, skewed } from "./volatility.js";

export const MULTIPLIER = 100;

const DAY_MS = 86_400_000;
const LEAST_DAYS = 1 / 24;
const STEPS = 250;

/** What opening the position cost per share; negative when it paid. */
export const signedCost = (position) =>
  (position.costBasisType === "credit" ? -1 : 1) * (position.costBasis ?? 0);

/** A position that would be opened now, at what it is worth per share. */
export const openedAt = (position, value) => ({
  ...position,
  costBasis: Math.abs(value),
  costBasisType: value < 0 ? "credit" : "debit",
});

/** Days until a date's close; a leg is never nearer than an hour. */
export const daysTo = (expiration, now) =>
  Math.max((expiryMoment(expiration) - now) / DAY_MS, LEAST_DAYS);

export const isExpired = (expiration, now) => expiryMoment(expiration) <= now;

/** The first date on which something of the position expires. */
export const firstExpiry = (legs) =>
  legs.reduce((first, l) => (first == null || l.expiration < first ? l.expiration : first), null);

/**
 * How the world is when a curve is drawn.
 *
 * now: milliseconds, already moved by the simulated time; baseVol(expiration): at-the-money
 * volatility; regime and model: how it bends.
 */
export const volatilityAt = (world, spot, leg, days) => bentFor(world, leg, days)(spot);

/** The volatility of a leg at any spot; whatever does not depend on the spot is found out here. */
function bentFor(world, { strike, expiration }, days) {
  const base = world.baseVol(expiration);
  const model = world.model ?? "black_scholes";
  return (spot) => smile(model, skewed(base, spot, strike, world.regime), spot, strike, days / YEAR_DAYS);
}

const paidOut = ({ right, strike, quantity }) => (spot) => quantity * intrinsic(right, spot, strike);

function priced(leg, days, world) {
  const { right, strike, quantity } = leg;
  const volatility = bentFor(world, leg, days);
  return (spot) => quantity * price(right, spot, strike, days / YEAR_DAYS, volatility(spot), RATE);
}

const sumOf = (values) => (spot) => values.reduce((sum, value) => sum + value(spot), 0);

/** Value of the legs per share at any spot, as the market stands at `world.now`. */
export const valueNow = (legs, world) =>
  sumOf(legs.map((l) => (isExpired(l.expiration, world.now) ? paidOut(l) : priced(l, daysTo(l.expiration, world.now), world))));

/** Value of the legs per share at any spot, when the first of them expires. */
export function valueThen(legs, world) {
  const first = firstExpiry(legs);
  const daysAfter = (l) => Math.max((expiryMoment(l.expiration) - expiryMoment(first)) / DAY_MS, 1);
  return sumOf(legs.map((l) => (l.expiration === first ? paidOut(l) : priced(l, daysAfter(l), world))));
}

export const theoreticalValue = (legs, spot, world) => valueNow(legs, world)(spot);

/** Profit in dollars at any spot, when the first leg expires. */
export const profitsThen = (position, world) => profits(position, valueThen(position.legs, world), 0);

/** Profit in dollars at any spot now; `offset` is what the market pays above theory, per share. */
export const profitsNow = (position, world, offset = 0) => profits(position, valueNow(position.legs, world), offset);

function profits(position, value, offset) {
  const cost = signedCost(position);
  return (spot) => (value(spot) + offset - cost) * MULTIPLIER;
}

/**
 * What the market pays above theory for some legs, per share: their price there, when it is known,
 * against their theoretical value.
 */
export const marketOffset = (legs, spot, world, marketPrice) =>
  marketPrice == null ? 0 : marketPrice - theoreticalValue(legs, spot, world);

/** Greeks of the whole position, for all its contracts. */
export function positionGreeks(position, spot, world) {
  const sum = { delta: 0, gamma: 0, theta: 0, vega: 0 };
  for (const l of position.legs) {
    if (isExpired(l.expiration, world.now)) continue;
    const days = daysTo(l.expiration, world.now);
    const g = greeks(l.right, spot, l.strike, days / YEAR_DAYS, volatilityAt(world, spot, l, days));
    for (const name of Object.keys(sum)) sum[name] += g[name] * l.quantity * MULTIPLIER;
  }
  return sum;
}

/** Every strike of the positions. */
export const strikesOf = (positions) => [
  ...new Set(positions.flatMap((p) => p.legs.map((l) => l.strike))),
];

/** The widest range of prices worth drawing. */
export function fullRange(positions, spot, vix, now) {
  const strikes = strikesOf(positions);
  const low = Math.min(spot, ...strikes);
  const high = Math.max(spot, ...strikes);
  const daySigma = (spot * (vix > 0 ? vix : 20)) / 100 / Math.sqrt(252);
  const days = Math.max(
    7,
    ...positions.flatMap((p) => p.legs.map((l) => (expiryMoment(l.expiration) - now) / DAY_MS)),
  );
  const padding = Math.max(3 * daySigma * Math.sqrt(days), 2 * (high - low), Math.max(0.1 * spot, 200));
  return [low - padding, high + padding];
}

/** What is in sight at first: strikes and breakevens with some air. */
export function initialView(positions, breakevens, spot) {
  const points = [...strikesOf(positions), ...breakevens];
  if (points.length === 0) return [spot * 0.97, spot * 1.03];
  const low = Math.min(...points);
  const high = Math.max(...points);
  const air = high > low ? Math.max(25, 0.3 * (high - low)) : 2 * Math.max(25, 0.003 * spot);
  return [low - air, high + air];
}

/** The prices at which curves are drawn: even steps, and both sides of every kink. */
export function pricesOf(positions, spot, [low, high]) {
  const step = (high - low) / STEPS;
  const prices = Array.from({ length: STEPS + 1 }, (_, i) => low + i * step);
  for (const strike of strikesOf(positions)) prices.push(strike - 0.01, strike, strike + 0.01);
  prices.push(spot);
  return prices.filter((x) => x > 0 && x >= low && x <= high).sort((a, b) => a - b);
}

/** Where a curve crosses zero. */
export function breakevens(prices, profits) {
  const found = [];
  for (let i = 0; i < prices.length; i++) {
    if (profits[i] === 0) {
      const flat = (i > 0 && profits[i - 1] === 0) || profits[i + 1] === 0;
      if (!flat) found.push(prices[i]);
    } else if (i > 0 && profits[i - 1] !== 0 && profits[i - 1] < 0 !== profits[i] < 0) {
      const share = Math.abs(profits[i - 1]) / (Math.abs(profits[i - 1]) + Math.abs(profits[i]));
      found.push(prices[i - 1] + share * (prices[i] - prices[i - 1]));
    }
  }
  return found.filter((x, i) => i === 0 || x - found[i - 1] > 0.02);
}

/**
 * The largest loss that the structure allows, in dollars; null where it has no bound, or none but a
 * price of nothing. What expires at different times is taken to lose what it cost, if it cost.
 */
export function structuralMaxLoss(position) {
  const { legs } = position;
  const cost = signedCost(position);
  if (new Set(legs.map((l) => l.expiration)).size > 1) return cost > 0 ? cost * MULTIPLIER : null;
  const held = (right) => legs.reduce((sum, l) => sum + (l.right === right ? l.quantity : 0), 0);
  if (held("call") < 0 || held("put") < 0) return null;
  const paid = (spot) => legs.reduce((sum, l) => sum + paidOut(l)(spot), 0);
  return Math.max(0, cost - Math.min(...legs.map((l) => paid(l.strike)))) * MULTIPLIER;
}

const SLIDER_POWER = 2.5;

/** Hours ahead for a slider's place from 0 to 100: fine near now. */
export const hoursAt = (place, maxHours) => (clamp(place, 0, 100) / 100) ** SLIDER_POWER * maxHours;

/** The slider's place for hours ahead. */
export const placeOf = (hours, maxHours) =>
  maxHours > 0 ? clamp(hours / maxHours, 0, 1) ** (1 / SLIDER_POWER) * 100 : 0;
