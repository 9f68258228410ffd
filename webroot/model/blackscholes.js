/** Option pricing as the earlier client did it, so that both show the same numbers. */

export const RATE = 0.05;
export const YEAR_DAYS = 365;

const A1 = 0.254829592;
const A2 = -0.284496736;
const A3 = 1.421413741;
const A4 = -1.453152027;
const A5 = 1.061405429;
const P = 0.3275911;

/** Below this much volatility a price is its intrinsic value. */
const LEAST_VOLATILITY = 0.001;

/** Greeks of the last half hour would be infinite; they stop here. */
const LEAST_GREEK_YEARS = 1 / (YEAR_DAYS * 48);

export function erf(x) {
  const t = 1 / (1 + P * Math.abs(x));
  const tail = ((((A5 * t + A4) * t + A3) * t + A2) * t + A1) * t * Math.exp(-x * x);
  return x < 0 ? tail - 1 : 1 - tail;
}

export const normCdf = (x) => 0.5 * (1 + erf(x / Math.SQRT2));

export const normPdf = (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

export const intrinsic = (right, spot, strike) =>
  Math.max(right === "call" ? spot - strike : strike - spot, 0);

function d1Of(spot, strike, years, volatility, rate) {
  return (
    (Math.log(spot / strike) + (rate + (volatility * volatility) / 2) * years) /
    (volatility * Math.sqrt(years))
  );
}

/** The value of one option per share. */
export function price(right, spot, strike, years, volatility, rate = RATE) {
  if (!(years > 0) || !(volatility > LEAST_VOLATILITY) || !(spot > 0)) {
    return intrinsic(right, spot, strike);
  }
  const d1 = d1Of(spot, strike, years, volatility, rate);
  const d2 = d1 - volatility * Math.sqrt(years);
  const discounted = strike * Math.exp(-rate * years);
  return right === "call"
    ? clamp(spot * normCdf(d1) - discounted * normCdf(d2), 0, spot)
    : clamp(discounted * normCdf(-d2) - spot * normCdf(-d1), 0, strike);
}

/** Delta, gamma, theta per day and vega per volatility point, of one option per share. */
export function greeks(right, spot, strike, years, volatility, rate = RATE) {
  const t = Math.max(years, LEAST_GREEK_YEARS);
  const sigma = Math.max(volatility, LEAST_VOLATILITY);
  const root = Math.sqrt(t);
  const d1 = d1Of(spot, strike, t, sigma, rate);
  const d2 = d1 - sigma * root;
  const density = normPdf(d1);
  const carry = rate * strike * Math.exp(-rate * t);
  const decay = (-spot * density * sigma) / (2 * root);
  const call = right === "call";
  return {
    delta: call ? normCdf(d1) : normCdf(d1) - 1,
    gamma: density / (spot * sigma * root),
    theta: (call ? decay - carry * normCdf(d2) : decay + carry * normCdf(-d2)) / YEAR_DAYS,
    vega: (spot * density * root) / 100,
  };
}

export const clamp = (x, low, high) => Math.min(Math.max(x, low), high);
