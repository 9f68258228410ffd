/** The value of all that is visible, on many paths: reckoned beside the page, which stays quick meanwhile. */

import { daysTo, isExpired, MULTIPLIER, signedCost } from "../../model/riskgraph.js";
import { YEAR_DAYS } from "../../model/blackscholes.js";
import { Signal } from "../../app/signal.js";
import { spotFor } from "./scene.js";

/** So long at least between two; each takes a processor for a moment. */
const REST_MS = 2_000;

/** The profit in dollars, and what it may be off by chance; null while it is not known. */
export const simulated = new Signal(null);

let worker = null;
let asked = "";
let busy = false;
let last = 0;

/** Asks for the profit of a scene, unless that is what is known or on its way. */
export function simulate({ rows, world }, sim) {
  const visible = rows.filter((row) => row.position.visible && row.value != null);
  const groups = visible.flatMap(({ position }) => groupsOf(position, spotFor(position, sim), world));
  const cost = visible.reduce((sum, { opened }) => sum + signedCost(opened), 0);
  const question = JSON.stringify([groups, cost]);
  if (busy || question === asked || Date.now() - last < REST_MS) return;
  worker ??= new Worker("/screens/risk/path-worker.js", { type: "module" });
  worker.onmessage = ({ data: { value, error } }) => {
    busy = false;
    last = Date.now();
    simulated.value = { profit: (value - cost) * MULTIPLIER, error: error * MULTIPLIER };
  };
  // One that cannot be had is asked again when there is something new to ask.
  worker.onerror = () => {
    busy = false;
    last = Date.now();
  };
  asked = question;
  busy = true;
  worker.postMessage({ groups });
}

/** Nothing is asked for any more. */
export function stopSimulating() {
  worker?.terminate();
  worker = null;
  busy = false;
  asked = "";
  simulated.value = null;
}

/** The legs of a position, together by their expirations. */
function groupsOf(position, spot, world) {
  const dates = [...new Set(position.legs.map((l) => l.expiration))];
  return dates.map((date) => ({
    spot: Math.round(spot * 4) / 4,
    years: isExpired(date, world.now) ? 0 : Number((daysTo(date, world.now) / YEAR_DAYS).toPrecision(3)),
    volatility: Number(world.baseVol(date).toFixed(3)),
    legs: position.legs.filter((l) => l.expiration === date).map(({ right, strike, quantity }) => ({ right, strike, quantity })),
  }));
}
