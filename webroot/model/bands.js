/** Rolling mean and spread of closes, as the gravity candles show them. */

const WINDOWS = { "5m": 30, "15m": 24, "1h": 20 };

export function bands(closes, size) {
  const window = WINDOWS[size] ?? 24;
  const least = Math.max(8, Math.floor(window / 2));
  return closes.map((_, i) => {
    const seen = closes.slice(Math.max(0, i - window + 1), i + 1);
    if (seen.length < least) return null;
    const mean = seen.reduce((sum, x) => sum + x, 0) / seen.length;
    const variance = seen.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (seen.length - 1);
    const spread = Math.sqrt(variance);
    const confidence = Math.min(Math.max(1 - spread / Math.abs(mean) / 0.02, 0), 1);
    return { mean, high: mean + spread, low: mean - spread, confidence };
  });
}
