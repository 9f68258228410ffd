/**
 * The same 3,000 changes of tiles, again and again: into the page's own heatmap, and into a table
 * written by hand for the purpose. Evaluates to the ways of taking one turn.
 */
async () => {
  const market = await import("/app/market.js");
  const { HeatmapState } = await import("/model/heatmap-state.js");
  const { cellText, change, colour, sideAt, tileKey } = await import("/model/heat.js");

  const TILES = 3000;
  const WIDTHS = [20, 25, 30, 35, 40, 45, 50];
  const STEP = 5;
  const ROWS = Math.ceil(TILES / WIDTHS.length);
  const spot = market.spot();
  const highest = Math.round(spot / STEP) * STEP + Math.floor(ROWS / 2) * STEP;
  const strikes = Array.from({ length: ROWS }, (_, i) => highest - i * STEP);

  /** Prices that no two turns have in common. */
  const tilesOf = (turn) => {
    const entries = strikes.flatMap((strike, i) =>
      WIDTHS.map((width, j) => {
        const debit = 1 + ((i * 7 + j * 3 + turn * 5) % 97) / 10;
        const side = { debit, market_debit: debit + 0.05 };
        return [
          tileKey("butterfly", 0, width, strike),
          { symbol: "I:SPX", strategy: "butterfly", dte: 0, strike, width, call: side, put: side },
        ];
      }),
    );
    return Object.fromEntries(entries.slice(0, TILES));
  };

  market.live.close();
  const model = { symbol: "I:SPX", ts: Date.now() / 1000, version: 1, dtes_available: [0], tiles: tilesOf(0) };
  const diffs = Array.from({ length: 8 }, (_, turn) => ({ symbol: "I:SPX", changed: tilesOf(turn + 1), removed: [] }));
  const frame = () => new Promise((painted) => requestAnimationFrame(painted));
  let turns = 1;
  const nextDiff = () => ({ ...diffs[turns % diffs.length], version: ++turns });

  /** What anybody would write who had one table to keep: which cells, and how they are found. */
  function byHand(shown) {
    const state = new HeatmapState("I:SPX");
    state.replace(model);
    const host = document.createElement("table");
    host.className = "by-hand";
    const cells = shown.map((strike) => {
      const row = host.insertRow();
      return WIDTHS.map(() => {
        const cell = row.insertCell();
        cell.append("");
        return { cell, text: cell.firstChild };
      });
    });
    document.querySelector("main").replaceChildren(host);
    return () => {
      for (const [key, tile] of Object.entries(nextDiff().changed)) state.tiles.set(key, tile);
      const above = WIDTHS.map(() => null);
      shown.forEach((strike, i) => {
        const side = sideAt("both", strike, spot);
        WIDTHS.forEach((width, j) => {
          const prices = state.tiles.get(tileKey("butterfly", 0, width, strike))?.[side];
          const percent = change(prices?.debit ?? null, above[j]);
          above[j] = prices?.debit ?? null;
          const value = prices?.market_debit ?? null;
          const rgb = colour(value, percent, 50);
          const { cell, text } = cells[i][j];
          text.data = cellText("debit", "butterfly", width, value, percent);
          cell.style.background = rgb ? `rgb(${rgb[0]},${rgb[1]},${rgb[2]})` : "";
        });
      });
    };
  }

  const visible = Math.ceil((document.querySelector(".heat-scroll")?.clientHeight ?? 640) / 24);
  const from = Math.floor((ROWS - visible) / 2);
  const ways = {
    page: () => {
      market.heatmap.value.replace(model);
      return () => {
        market.heatmap.value.apply(nextDiff());
        market.heatmap.tell();
      };
    },
    visible: () => byHand(strikes.slice(from, from + visible)),
    all: () => byHand(strikes),
  };
  let turn = null;
  window.prepare = (way) => {
    turns = 1;
    turn = ways[way]();
  };
  window.run = async (count) => {
    for (let i = 0; i < count; i++) {
      turn();
      await frame();
      await frame();
    }
  };
  return visible * WIDTHS.length;
}
