/**
 * Runs before the modules of the page are there. What takes longest begins here: asking who the user
 * is, and listening to the market. Who takes it over finds what came meanwhile.
 */
(() => {
  const names = [
    "connected",
    "spot",
    "gex",
    "heatmap",
    "heatmap_diff",
    "exposure",
    "candles",
    "bias_lfi",
    "market_mode",
    "vix_regime",
    "trade_selector",
    "vexy",
    "market_clock",
    "dealer_gravity_artifact_updated",
  ];
  let symbol;
  try {
    symbol = JSON.parse(localStorage.getItem("ms-underlying"));
  } catch {
    // Whoever cannot remember begins with the usual one.
  }
  const url = `/sse/all?user=1&tiles=brief&symbols=${symbol ?? "I:SPX"}`;
  const source = new EventSource(url, { withCredentials: true });
  const events = [];
  /** Read while there is time: the modules are still on their way. */
  const keep = ({ type, data, lastEventId }) => {
    let read;
    try {
      read = JSON.parse(data);
    } catch {
      // Whoever takes it over says so.
    }
    events.push({ type, data, lastEventId, read });
  };
  for (const name of names) source.addEventListener(name, keep);
  const user = fetch("/api/auth/me", { headers: { accept: "application/json" }, credentials: "include" });
  user.catch(() => {});

  /** The stream, once, with what it has brought so far, for whoever would open the same. */
  const takeStream = (wanted) => {
    const { begun } = window;
    if (!begun.source) return null;
    begun.source = null;
    for (const name of names) source.removeEventListener(name, keep);
    const came = events.splice(0);
    if (wanted === url) return { source, events: came, since: begun.since };
    source.close();
    return null;
  };

  /** The answer to who the user is, once. */
  const takeUser = () => {
    const answer = window.begun.user;
    window.begun.user = null;
    return answer;
  };

  window.begun = { source, user, since: Date.now(), takeStream, takeUser };
})();
