/** Where the volume lies that was traded at each price. */

/** What is farther from the market than this share of it says nothing about today. */
const REACH = 0.015;

/** So much of the volume is within the value area. */
const SHARE = 0.7;

/**
 * The price at which most was traded, and the area around it that holds 70 % of the volume, in whole
 * points: {poc, low, high}; null when nothing was traded near the market.
 *
 * levels: [{price, volume}].
 */
export function valueArea(levels, spot) {
  const bins = new Map();
  for (const { price, volume } of levels) {
    if (Math.abs(price - spot) > REACH * spot) continue;
    const bin = Math.floor(price);
    bins.set(bin, (bins.get(bin) ?? 0) + volume);
  }
  const total = [...bins.values()].reduce((sum, volume) => sum + volume, 0);
  if (!(total > 0)) return null;
  const away = (bin) => Math.abs(bin + 0.5 - spot);
  const poc = [...bins].reduce((best, it) => (it[1] > best[1] || (it[1] === best[1] && (away(it[0]) < away(best[0]) || (away(it[0]) === away(best[0]) && it[0] < best[0]))) ? it : best))[0];
  const [first, last] = [Math.min(...bins.keys()), Math.max(...bins.keys())];
  const of = (bin) => (bin < first || bin > last ? -1 : (bins.get(bin) ?? 0));
  let [low, high] = [poc, poc];
  let held = bins.get(poc);
  while (held < SHARE * total) {
    if (of(high + 1) >= of(low - 1)) held += of(++high);
    else held += of(--low);
  }
  return { poc: poc + 0.5, low, high: high + 1 };
}
