import { html } from "../../ui/view.js";
import { expiryMoment } from "../../model/newyork.js";
import { valueThen } from "../../model/riskgraph.js";
import { legsOf } from "../../model/structures.js";

const WIDE = 30;
const HIGH = 14;

const EXPIRATION = "2030-01-18";

/** An underlying at 100 that nothing moves: only the shape is of interest. */
const STILL = { now: expiryMoment(EXPIRATION), baseVol: () => 0.2, regime: "normal" };

/** How much of an outer part is in sight, in widths of the shape. */
const REACH = 2.2;

const WIDTH = 4;

const drawn = new Map();

/** The profit of a shape over the price when it expires, as a small picture. */
export function payoff(type, direction, right) {
  const key = `${type} ${direction} ${right}`;
  if (!drawn.has(key)) drawn.set(key, pathOf(type, direction, right));
  return html`<svg class="payoff" viewBox="0 0 ${WIDE} ${HIGH}" width=${WIDE} height=${HIGH} aria-hidden="true">
    <path d=${drawn.get(key)} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
  </svg>`;
}

function pathOf(type, direction, right) {
  const legs = legsOf({ type, direction, right, strike: 100, width: WIDTH, expiration: EXPIRATION });
  const value = valueThen(legs, STILL);
  const values = Array.from({ length: WIDE + 1 }, (_, i) => value(100 + (i / WIDE - 0.5) * 2 * REACH * WIDTH));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const y = (v) => 1 + (1 - (v - low) / (high - low || 1)) * (HIGH - 2);
  return values.map((v, x) => `${x === 0 ? "M" : "L"}${x} ${y(v).toFixed(1)}`).join("");
}
