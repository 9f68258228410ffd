/** Curves of very many points, as they can be drawn. */

/**
 * At most so many points of a curve, among them its ends and, of each stretch, the lowest and the
 * highest: it looks as with all of them.
 */
export function thinned(points, most, valueOf) {
  if (points.length <= most) return points;
  const stretches = Math.max(1, Math.floor(most / 2) - 1);
  const inner = points.length - 2;
  const kept = [points[0]];
  for (let i = 0; i < stretches; i++) {
    const from = 1 + Math.floor((i * inner) / stretches);
    const to = 1 + Math.floor(((i + 1) * inner) / stretches);
    let low = from;
    let high = from;
    for (let at = from + 1; at < to; at++) {
      if (valueOf(points[at]) < valueOf(points[low])) low = at;
      if (valueOf(points[at]) > valueOf(points[high])) high = at;
    }
    kept.push(points[Math.min(low, high)]);
    if (low !== high) kept.push(points[Math.max(low, high)]);
  }
  kept.push(points.at(-1));
  return kept;
}
