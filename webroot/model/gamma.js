/** Gamma by strike, and the volume beside it. */

import { erf } from "./blackscholes.js";
import { plusDays } from "./newyork.js";

/**
 * The expiration that belongs to days to expiry: found by its date, because places in the list are
 * wrong across weekends.
 */
export function expirationAt(model, today, dte) {
  const wanted = plusDays(today, dte);
  const dates = expirations(model);
  return dates.includes(wanted) ? wanted : null;
}

/** All expirations of both sides, ascending. */
export function expirations(model) {
  return [
    ...new Set([
      ...Object.keys(model?.calls?.expirations ?? {}),
      ...Object.keys(model?.puts?.expirations ?? {}),
    ]),
  ].sort();
}

/** Calls, puts and net by strike, ascending; of one expiration, or of all together. */
export function ladder(model, expiration = null) {
  const rows = new Map();
  const add = (side, field) => {
    const all = side?.expirations ?? {};
    for (const date of expiration ? [expiration] : Object.keys(all)) {
      for (const [strike, gamma] of Object.entries(all[date] ?? {})) {
        const k = Number(strike);
        const row = rows.get(k) ?? { strike: k, calls: 0, puts: 0 };
        row[field] += gamma;
        rows.set(k, row);
      }
    }
  };
  add(model?.calls, "calls");
  add(model?.puts, "puts");
  return [...rows.values()]
    .map((row) => ({ ...row, net: row.calls - row.puts }))
    .sort((a, b) => a.strike - b.strike);
}

/** Bar length in per cent of the longest, and how strong its colour is. */
export function bar(value, longest) {
  const share = longest > 0 ? Math.min(Math.abs(value) / longest, 1) : 0;
  return { width: share * 100, alpha: 0.3 + 0.7 * share };
}

/** Where the net changes its sign, nearest to the market. */
export function zeroGamma(rows, spot) {
  let nearest = null;
  let last = null;
  for (const row of rows) {
    if (row.net === 0) continue;
    if (last && last.net < 0 !== row.net < 0) {
      const flip = (last.strike + row.strike) / 2;
      if (nearest == null || Math.abs(flip - spot) < Math.abs(nearest - spot)) nearest = flip;
    }
    last = row;
  }
  return nearest;
}

/** The strikes with most call and most put gamma. */
export function walls(rows) {
  const most = (field) =>
    rows.reduce((best, row) => (row[field] > (best?.[field] ?? 0) ? row : best), null)?.strike ?? null;
  return { call: most("calls"), put: most("puts") };
}

/** The share of levels that stays below a cap of so many standard deviations. */
export const capPercentile = (sigma) => erf(sigma / Math.SQRT2);

/** Levels with everything above the cap's percentile cut off. */
export function cap(levels, sigma) {
  if (levels.length === 0) return levels;
  const volumes = levels.map((l) => l.volume).sort((a, b) => a - b);
  const at = Math.min(volumes.length - 1, Math.floor(capPercentile(sigma) * volumes.length));
  const most = volumes[at];
  return levels.map((l) => ({ ...l, volume: Math.min(l.volume, most) }));
}

/** Levels gathered into at most so many rows, each the average of what it covers. */
export function rebin(levels, rows) {
  if (levels.length <= rows || rows < 1) return levels;
  const sorted = [...levels].sort((a, b) => a.price - b.price);
  const low = sorted[0].price;
  const size = (sorted[sorted.length - 1].price - low) / rows || 1;
  const bins = new Map();
  for (const { price, volume } of sorted) {
    const i = Math.min(rows - 1, Math.floor((price - low) / size));
    const bin = bins.get(i) ?? { price: low + (i + 0.5) * size, sum: 0, n: 0 };
    bin.sum += volume;
    bin.n += 1;
    bins.set(i, bin);
  }
  return [...bins.values()].map(({ price, sum, n }) => ({ price, volume: sum / n }));
}
