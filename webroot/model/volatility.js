/** How volatility bends over strikes, by regime, and what stands in when none was measured. */

export const REGIMES = {
  low_vol: { putSkew: 0.1, callSkew: 0.02, atmBoost: 0, label: "Low vol" },
  normal: { putSkew: 0.15, callSkew: 0.03, atmBoost: 0, label: "Normal" },
  elevated: { putSkew: 0.3, callSkew: 0.05, atmBoost: 0, label: "Elevated" },
  panic: { putSkew: 0.5, callSkew: 0.08, atmBoost: 0.05, label: "Panic" },
  fomc: { putSkew: 0.12, callSkew: 0.12, atmBoost: 0.08, label: "FOMC" },
  meme: { putSkew: 0.1, callSkew: 0.4, atmBoost: 0.1, label: "Meme" },
  opex: { putSkew: 0.08, callSkew: 0.08, atmBoost: -0.03, label: "Opex" },
};

export function regimeOf(vix) {
  if (!(vix > 0)) return "normal";
  if (vix <= 14) return "low_vol";
  if (vix <= 18) return "normal";
  return vix <= 30 ? "elevated" : "panic";
}

/** Volatility at a strike. */
export function skewed(base, spot, strike, regime) {
  const { putSkew, callSkew, atmBoost } = REGIMES[regime] ?? REGIMES.normal;
  const m = (strike - spot) / spot;
  const skew = m < 0 ? putSkew * -m * 10 : callSkew * m * 10;
  return base * (1 + skew + atmBoost * Math.exp(-50 * m * m));
}

/** The volatility a curve starts from: measured at the money, else the index plus an offset. */
export function baseVolatility(measured, vix, offset = 0, simulating = false) {
  if (!simulating && measured > 0.01 && measured < 5) return measured;
  return Math.max(5, (vix > 0 ? vix : 20) + offset) / 100;
}

export const SMILES = {
  black_scholes: { label: "Black-Scholes" },
  heston: { label: "Heston (smile approx.)", xi: 0.4 },
  monte_carlo: { label: "Monte Carlo (smile approx.)", xi: 0.48 },
};

const KAPPA = 2;
const RHO = -0.7;

/** What a stochastic volatility would make of a flat one, to second order in moneyness. */
export function smile(model, volatility, spot, strike, years) {
  const xi = SMILES[model]?.xi;
  if (!xi) return volatility;
  const m = Math.log(strike / spot);
  const root = Math.sqrt(Math.max(years, 0.001));
  const bend = 0.5 * xi * xi * years * m * m + RHO * xi * root * m * 0.8;
  return Math.max(0.01, volatility * (1 + bend * (1 + 0.3 * (1 - Math.exp(-KAPPA * years)))));
}
