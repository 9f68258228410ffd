/** What some options bring on many paths that an underlying may take, with a volatility that moves by itself. */

import { intrinsic, RATE } from "./blackscholes.js";

const PATHS = 5_000;
const STEPS = 100;
const SEED = 42;

/** How fast the variance returns, how much it moves, and how that goes with the price. */
const KAPPA = 2;
const XI = 0.4;
const RHO = -0.7;

/** Even random numbers from 0 to 1, the same ones for a seed. */
export function mulberry32(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Normal random numbers from even ones. */
const normal = (even) => () => Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even());

/**
 * The value per share of options that expire together, and how far it may be off by chance: one
 * standard error.
 *
 * spot and volatility are those of now; years are left; legs have right, strike and quantity.
 */
export function valueOnPaths({ spot, years, volatility, legs }, { paths = PATHS, steps = STEPS, seed = SEED, xi = XI } = {}) {
  const payoff = (price) => legs.reduce((sum, l) => sum + l.quantity * intrinsic(l.right, price, l.strike), 0);
  if (years <= 0) return { value: payoff(spot), error: 0 };
  const draw = normal(mulberry32(seed));
  const dt = years / steps;
  const root = Math.sqrt(dt);
  const usual = volatility * volatility;
  const across = Math.sqrt(1 - RHO * RHO);
  let sum = 0;
  let squares = 0;
  for (let path = 0; path < paths; path++) {
    let log = 0;
    let variance = usual;
    for (let step = 0; step < steps; step++) {
      const z = draw();
      const w = RHO * z + across * draw();
      const now = Math.max(variance, 0);
      log += (RATE - now / 2) * dt + Math.sqrt(now) * root * z;
      variance += KAPPA * (usual - now) * dt + xi * Math.sqrt(now) * root * w;
    }
    const paid = payoff(spot * Math.exp(log));
    sum += paid;
    squares += paid * paid;
  }
  const discount = Math.exp(-RATE * years);
  const mean = sum / paths;
  return { value: discount * mean, error: discount * Math.sqrt(Math.max(0, squares / paths - mean * mean) / paths) };
}
