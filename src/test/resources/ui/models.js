/**
 * The golden cases of the web UI's formulas, run in the browser that runs the UI. Evaluates to the
 * list of what is wrong, and how many comparisons were made.
 */
async () => {
  const [bs, vol, heat, w, rg, st, ny, gamma, csv, statement, format, gates, script, paths, volume, curves, { HeatmapState, Outcome }] = await Promise.all(
    ["blackscholes", "volatility", "heat", "widgets", "riskgraph", "structures", "newyork", "gamma", "csv", "statement", "format", "gates", "script", "paths", "volume", "curves", "heatmap-state"].map(
      (name) => import(`/model/${name}.js`),
    ),
  );
  const wrong = [];
  let checks = 0;
  const same = (what, found, expected) => {
    checks++;
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
    if (a !== b) wrong.push(`${what}: ${a}, expected ${b}`);
  };
  const near = (what, found, expected, within) => {
    checks++;
    if (!(Math.abs(found - expected) <= within)) wrong.push(`${what}: ${found}, expected ${expected}`);
  };

  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/New_York", dateStyle: "short", timeStyle: "medium" });
  for (let year = 1990; year < 2038; year++) {
    for (const [month, day] of [[0, 1], [2, 1], [2, 8], [9, 25], [10, 1]]) {
      // Each hour of a fortnight around the turns, and some of all else.
      for (let hour = 0; hour < 14 * 24; hour += month === 0 ? 37 : 1) {
        const ms = Date.UTC(year, month, day, hour, 59, 59);
        const found = new Date(ny.asUtc(ms)).toISOString().slice(0, 19).replace("T", " ");
        if (found !== clock.format(ms)) same(`New York at ${ms}`, found, clock.format(ms));
        checks++;
      }
    }
  }
  for (const decimals of [0, 1, 2, 4]) {
    const english = new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    const sizes = [0, 1e-7, 0.0049999, 0.005, 0.5, 1.005, 2.675, 8.345, 999.995, 1000, 123456.785, 6000.125, 9.995e14, 1.5e15, 9.9e20];
    for (let i = 0; i < 2_000; i++) sizes.push((i * 7919.123 + i / 7) % 10 ** (i % 9), i / 8, i * 1000 + 0.005);
    for (const size of sizes) {
      if (format.number(size, decimals) !== english.format(size)) same(`${size} with ${decimals} decimals`, format.number(size, decimals), english.format(size));
      checks++;
    }
  }
  same("below zero", [-1234.5, -0.004, -0.005].map((v) => format.number(v)), ["−1,234.50", "0.00", "−0.01"]);
  const [{ html, render }, { each }] = await Promise.all([import("lit"), import("/ui/each.js")]);
  const draw = (place, keys) => render(html`<b></b>${each(keys, (k) => k, (k) => html`<i>${k}</i>!`)}<u></u>`, place);
  const living = document.createElement("div");
  for (let turn = 0; turn < 60; turn++) {
    const keys = [...new Set(Array.from({ length: turn % 9 }, (_, i) => (turn * 7 + i * (1 + (turn % 5))) % 13))];
    const fresh = document.createElement("div");
    draw(living, keys);
    draw(fresh, keys);
    const nodes = (place) => [place.textContent, place.childNodes.length, place.children.length];
    same(`a list by keys after ${turn} changes`, nodes(living), nodes(fresh));
  }
  st.setSymbols({ SPX: { increment: 10, width: -5, expiries: "hourly" }, AAPL: { expiries: "monthly" }, VIX: null });
  same("symbols as somebody wants them", ["SPX", "AAPL", "VIX"].map(st.symbolOf), [
    { increment: 10, width: 20, expiries: "daily" }, { increment: 1, width: 5, expiries: "monthly" }, { increment: 1, width: 2, expiries: "weekly" },
  ]);
  for (const nothing of ["nonsense", 7, [], null]) {
    st.setSymbols(nothing);
    same(`symbols as usual after ${nothing}`, st.symbolOf("SPX"), st.SYMBOLS.SPX);
  }
  const waves = Array.from({ length: 9_999 }, (_, at) => ({ at, value: at === 4_321 ? 99 : at === 7_000 ? -99 : Math.sin(at) }));
  const few = curves.thinned(waves, 100, (p) => p.value);
  same("a curve with fewer points", [few.length <= 100, few[0].at, few.at(-1).at, few.some((p) => p.value === 99), few.some((p) => p.value === -99)], [true, 0, 9_998, true, true]);
  same("in their order", few.every((p, i) => i === 0 || p.at > few[i - 1].at), true);
  same("a short curve", curves.thinned(waves.slice(0, 100), 100, (p) => p.value).length, 100);
  same("a day", [format.date("2026-11-26T02:00:00Z"), format.date(null)], ["Nov 25, 2026", "—"]);
  same("colours", [0, 25, 50, 80, 125, 200].map((p) => [...heat.colour(1, p, 50)]), [
    [59, 130, 246], [37, 78, 148], [50, 15, 15], [126, 36, 36], [239, 68, 68], [239, 68, 68],
  ]);
  same("no price", heat.colour(0, 10, 50), null);
  same("changes", [heat.change(2, null), heat.change(2.5, 2), heat.change(4, 2.5)], [0, 25, 60]);
  same("reward to risk", heat.cellText("r2r", "butterfly", 30, 1.85), "15.2");
  same("reward to risk, vertical", heat.cellText("r2r", "vertical", 20, 2.5), "7.0");
  same("nothing to pay", heat.rewardToRisk(20, 0), null);
  same("single as price", heat.cellText("r2r", "single", 0, 12.3), "12.30");
  near("move of a day", heat.expectedMove(6000, 20, 0), 62.8, 0.05);
  near("move of three days", heat.expectedMove(6000, 16, 2), 87.0, 0.05);
  near("move of two days", heat.expectedMove(5987.5, 18.4, 1), 81.6, 0.05);
  same("row heights", [0, 25, 50, 90, 100].map(heat.rowHeight), [24, 18, 13, 3, 1]);

  near("N(0)", bs.normCdf(0), 0.5, 1e-9);
  near("N(1)", bs.normCdf(1), 0.841345, 1e-6);
  near("N(-1.96)", bs.normCdf(-1.96), 0.024998, 1e-6);
  near("call", bs.price("call", 6000, 6000, 1 / 365, 0.15), 19.205966, 2e-3);
  near("put", bs.price("put", 6000, 6000, 1 / 365, 0.15), 18.384104, 2e-3);
  for (const strike of [5800, 5990, 6000, 6075, 6300]) {
    const years = 9 / 365;
    const [call, put] = ["call", "put"].map((right) => bs.price(right, 6000, strike, years, 0.18));
    near(`parity at ${strike}`, call - put, 6000 - strike * Math.exp(-bs.RATE * years), 1e-6);
  }
  near("skew, low strike", vol.skewed(0.2, 6000, 5700, "normal"), 0.215, 1e-9);
  near("skew, high strike", vol.skewed(0.2, 6000, 6300, "normal"), 0.203, 1e-9);
  near("skew, panic", vol.skewed(0.2, 6000, 6000, "panic"), 0.21, 1e-9);
  near("skew, panic, low strike", vol.skewed(0.2, 6000, 5700, "panic"), 0.258825, 1e-6);
  const greeks = bs.greeks("call", 6000, 6000, 1 / 365, 0.15);
  near("delta", greeks.delta, 0.508526, 1e-5);
  near("gamma", greeks.gamma, 0.0084667, 1e-6);
  near("theta", greeks.theta, -9.8099, 2e-3);

  const butterfly = (strike, width, expiration, costBasis) => ({
    legs: st.legsOf({ type: "butterfly", right: "call", strike, width, expiration }),
    costBasis,
    costBasisType: "debit",
    positionType: "butterfly",
    direction: "long",
  });
  const world = (expiration, days, volatility) => ({
    now: ny.expiryMoment(expiration) - days * 86_400_000,
    baseVol: () => volatility,
    regime: "normal",
  });
  const one = butterfly(6000, 20, "2026-03-03", 5);
  const day = world("2026-03-03", 1, 0.16);
  near("butterfly", rg.theoreticalValue(one.legs, 6000, day), 3.244193, 2e-3);
  near("its profit", rg.profitsNow(one, day)(6000), -175.58, 0.2);
  same("its profit at expiry", [5980, 5990, 6000].map((x) => Math.round(rg.profitsThen(one, day)(x))), [-500, 500, 1500]);
  const prices = rg.pricesOf([one], 6000, [5900, 6100]);
  same("its breakevens", rg.breakevens(prices, prices.map((x) => rg.profitsThen(one, day)(x))).map(Math.round), [5985, 6015]);
  const two = butterfly(6050, 30, "2026-03-04", 1.8);
  const days = world("2026-03-04", 2, 0.18);
  near("another butterfly", rg.theoreticalValue(two.legs, 6010, days), 3.906863, 2e-3);
  near("its profit", rg.profitsNow(two, days)(6010), 210.69, 0.2);
  const credit = {
    legs: [
      { right: "put", strike: 5990, expiration: "2026-03-03", quantity: -1 },
      { right: "put", strike: 5980, expiration: "2026-03-03", quantity: 1 },
    ],
    costBasis: 3,
    costBasisType: "credit",
  };
  same("a credit spread", [5950, 5980, 5987, 5990, 6100].map((x) => Math.round(rg.profitsThen(credit, day)(x))), [-700, -700, 0, 300, 300]);
  const ordered = (text) => {
    const { problem, symbol, positionType, legs, costBasis, costBasisType } = script.readLine(text);
    return problem ? "?" : `${symbol} ${positionType} ${st.notation(legs)} ${legs.at(-1).expiration} ${costBasisType} ${costBasis}`;
  };
  for (const [text, expected] of [
    ["BUY +1 BUTTERFLY SPX 100 (Weeklys) 27 NOV 26 6800/6820/6840 CALL @2.50 LMT", "SPX butterfly +1 6800C −2 6820C +1 6840C 2026-11-27 debit 2.5"],
    ["sell -2 vertical spxw 100 27 nov 26 6800/6790 put @3", "SPX vertical +2 6790P −2 6800P 2026-11-27 credit 6"],
    ["BUY +1 VERTICAL SPX 100 27 NOV 26 6790/6800 PUT @3.10", "SPX vertical −1 6790P +1 6800P 2026-11-27 debit 3.1"],
    ["BUY +3 SPX 100 27 NOV 26 6,800 CALL", "SPX single +3 6800C 2026-11-27 debit null"],
    ["SELL -1 IRON CONDOR SPX 100 18 DEC 26 6900/6950/6700/6650 CALL/PUT @10.00", "SPX iron_condor +1 6650P −1 6700P −1 6900C +1 6950C 2026-12-18 credit 10"],
    ["BUY +1 CALENDAR SPX 100 4 DEC 26/27 NOV 26 6800 CALL @5", "SPX calendar −1 6800C +1 6800C 2026-12-04 debit 5"],
    ["BUY +1 STRANGLE XSP 100 27 NOV 26 690/670 CALL/PUT @.85", "XSP strangle +1 670P +1 690C 2026-11-27 debit 0.85"],
    ["BUY +1 BUTTERFLY SPX 100 31 FEB 26 6800/6820/6840 CALL", "?"],
    ["BUY +1 VERTICAL SPX 100 27 NOV 26 6800 CALL", "?"],
    ["BUY 0 SPX 100 27 NOV 26 6800 CALL", "?"],
    ["a good trade", "?"],
  ]) {
    same(`the order ${text}`, ordered(text), expected);
  }
  const legsTold = (legs) => legs.map((l) => `${l.quantity} ${l.strike} ${l.right} ${l.expiration}`).sort();
  for (const type of Object.keys(st.TYPES).filter((it) => it !== "custom")) {
    for (const direction of ["long", "short"]) {
      for (const right of ["call", "put"]) {
        const legs = st.legsOf({ type, right, direction, strike: 6800, width: 20, expiration: "2026-11-27", multiplier: 2 });
        const [read, ...more] = script.readScript(script.writeScript({ symbol: "SPX", legs, costBasis: 4 }));
        same(`${direction} ${type} of ${right}s written and read`, [legsTold(read.legs), more], [legsTold(legs), []]);
        const tile = st.tileOf(legs);
        const tiled = ["single", "vertical", "butterfly"].includes(type);
        same(`its tile`, tile && [tile.strategy, tile.strike, tile.times], tiled ? [type, 6800, direction === "long" ? 2 : -2] : null);
      }
    }
  }
  const still = { spot: 6000, years: 30 / 365, volatility: 0.16, legs: [{ right: "call", strike: 6000, quantity: 1 }] };
  const walked = paths.valueOnPaths(still, { xi: 0 });
  near("a call on paths of an even volatility", walked.value, bs.price("call", 6000, 6000, 30 / 365, 0.16), 3 * walked.error);
  near("how far that may be off", walked.error, 2.4, 0.3);
  same("the same paths again", paths.valueOnPaths(still, { xi: 0 }), walked);
  const wing = (xi) => paths.valueOnPaths({ ...still, legs: [{ right: "put", strike: 5700, quantity: 1 }] }, { xi }).value;
  same("a volatility that moves against the price makes low puts dear", wing(0.4) > wing(0), true);
  const traded = [
    [6000, 100], [6000.5, 40], [6001, 220], [6002, 400], [6003, 180], [6004, 60], [6005, 20],
    [6006, 70], [6007, 150], [6008, 310], [6009, 200], [6010, 90], [6011, 30], [7000, 9_999],
  ].map(([price, amount]) => ({ price, volume: amount }));
  same("the value area", volume.valueArea(traded, 6005), { poc: 6002.5, low: 6000, high: 6009 });
  same("as much above as below", volume.valueArea([{ price: 99, volume: 5 }, { price: 100, volume: 5 }, { price: 101, volume: 5 }], 100.5), { poc: 100.5, low: 99, high: 102 });
  same("nothing traded near", volume.valueArea([{ price: 7000, volume: 5 }], 6000), null);
  const lost = (text) => rg.structuralMaxLoss(script.readLine(text));
  for (const [text, most] of [
    ["BUY +1 BUTTERFLY SPX 100 27 NOV 26 5980/6000/6020 CALL @5", 500],
    ["SELL -2 VERTICAL SPX 100 27 NOV 26 5990/5980 PUT @3", 1400],
    ["SELL -1 IRON CONDOR SPX 100 27 NOV 26 6100/6120/5900/5870 CALL/PUT @2", 2800],
    ["BUY +1 ~BUTTERFLY SPX 100 27 NOV 26 5980/6000/6030 CALL @1", 1100],
    ["SELL -1 STRANGLE SPX 100 27 NOV 26 6100/5900 CALL/PUT @9", null],
    ["SELL -1 SPX 100 27 NOV 26 5900 PUT @9", null],
    ["BUY +1 CALENDAR SPX 100 4 DEC 26/27 NOV 26 6000 CALL @5", 500],
  ]) {
    same(`the most that ${text} loses`, lost(text), most);
  }
  same("summer and winter close", [ny.momentOf("2026-07-14", 16), ny.momentOf("2026-01-14", 16)].map((ms) => new Date(ms).toISOString()), [
    "2026-07-14T20:00:00.000Z", "2026-01-14T21:00:00.000Z",
  ]);

  for (const [vix, top] of [[14.67, 77.762], [20, 59.999], [24.5, 49.999], [41, 16.666], [60, 0]]) {
    near(`thermometer at ${vix}`, w.thermometer(vix), top, 0.002);
  }
  for (const [score, x, y] of [[50, 130, 66], [0, 56, 140], [67, 167.67, 76.31]]) {
    near(`needle at ${score}`, w.needle(score).x, x, 0.01);
    near(`needle at ${score}`, w.needle(score).y, y, 0.01);
  }
  same("a fraction is a score", w.modeScore(0.5), 50);
  same("bias", [w.biasPlace(-40, 70), w.quadrantLabel(w.quadrant(-40, 70)), w.biasLabel(-40), w.lfiLabel(70)], [
    { left: 30, top: 30 }, "Pin / Mean Reversion", "Hostile", "Absorbing",
  ]);
  near("slider", rg.hoursAt(50, 26), 4.596, 0.001);
  near("slider, back", rg.placeOf(13, 26), 75.786, 0.001);
  near("zone, today", w.zoneHalfWidth("butterfly", 0, 0), 3.6, 0.001);
  near("zone, two days", w.zoneHalfWidth("butterfly", 2, 0.8), 15.783, 0.001);
  near("zone, a week", w.zoneHalfWidth("single", 7, 1), 39, 0.001);
  same("reconnecting", [0, 1, 2, 3, 4, 5, 6].map((n) => w.reconnectDelay(n) / 1000), [1, 2, 4, 8, 16, 30, 30]);
  near("closing", w.closePreview(250, 3.1, 2), 120, 1e-9);
  near("cap 1", gamma.capPercentile(1), 0.682689, 1e-6);
  near("cap 1.5", gamma.capPercentile(1.5), 0.866386, 1e-6);
  near("cap 2", gamma.capPercentile(2), 0.9545, 1e-6);
  const users = w.peakUsage([{ db_hour: 10, db_dow: 2, user_count: 3 }, { db_hour: 10, db_dow: 2, user_count: 4 }]);
  same("peak usage", users.get("10,1"), 3.5);

  const config = {
    mode: "tier_limited",
    tiers: { observer: { journal_access: false, alert_max_active: -1 } },
    defaults: {},
  };
  same("gated", gates.gate(config, "observer", "journal_access").allowed, false);
  same("coaching is free", gates.gate(config, "coaching", "journal_access").allowed, true);
  same("unlimited", gates.gate(config, "observer", "alert_max_active"), { allowed: true, limit: null });
  same("unknown", gates.gate(config, "observer", "foo").allowed, true);

  const held = new HeatmapState("I:SPX");
  held.replace({ version: 7, tiles: { a: { x: 1 }, b: { x: 2 } } });
  same("an old change", held.apply({ version: 7, changed: { a: { x: 9 } } }), Outcome.IGNORED);
  same("the next", held.apply({ version: 8, changed: { a: { x: 3 } }, removed: ["b"] }), Outcome.APPLIED);
  same("what it leaves", [Object.fromEntries(held.tiles), held.version], [{ a: { x: 3 } }, 8]);
  same("a hole", held.apply({ version: 10, changed: {}, removed: [] }), Outcome.GAP);
  same("quotes in a file", csv.parse('a,"b, ""c"""\r\nd,e'), [["a", 'b, "c"'], ["d", "e"]]);
  same("rows are counted as an editor counts them", csv.readTable(csv.records("\nSymbol,Strike,Price,Date\n\nSPX,6000,1,2026-01-05"), { symbol: 0, strike: 1, entry_price: 2, entry_time: 3 }).map((r) => r.row), ["4"]);

  const HEADS = ",Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Order Type";
  const told = (...lines) => csv.records(["Account Statement for 1 (ira)", "", "Cash Balance", "DATE,TIME,TYPE", "1/5/26,09:31:00,TRD", "", "Account Trade History", HEADS, ...lines].join("\n"));
  const dealt = (...lines) =>
    statement.readStatement(told(...lines)).map(({ row, trade: t, problems }) =>
      problems.length > 0 ? [row, problems.join("; ")] : [row, t.symbol, t.strategy, t.side, t.strike, t.width, t.quantity, t.entry_price, t.exit_price ?? null],
    );
  same("a statement", [told(), csv.records("Symbol,Strike,Price\nSPX,6000,1"), csv.records("Transactions\nSymbol,Amount\nSPX,1")].map(statement.isStatement), [true, false, false]);
  const butterfly6020 = (time, side, effect, [low, body, high], n = 1) => {
    const [wing, middle] = side === "BUY" ? ["BUY,+", "SELL,-"] : ["SELL,-", "BUY,+"];
    return [
      `,${time},BUTTERFLY,${wing}${n},TO ${effect},SPX,16 JAN 26,6000,CALL,${low},,LMT`,
      `,,,${middle}${2 * n},TO ${effect},SPX,16 JAN 26,6020,CALL,${body},,`,
      `,,,${wing}${n},TO ${effect},SPX,16 JAN 26,6040,CALL,${high},,`,
    ];
  };
  const bought = (...more) => butterfly6020("1/5/26 09:31:00", "BUY", "OPEN", [30, 18, 9], ...more);
  const sold = (...more) => butterfly6020("1/6/26 11:00:00", "SELL", "CLOSE", [26, 14.25, 7], ...more);
  // 30 − 2 · 18 + 9 = 3.00 and 26 − 2 · 14.25 + 7 = 4.50.
  same("a butterfly", dealt(...bought()), [["9–11", "SPX", "butterfly", "call", 6020, 20, 1, 3, null]]);
  same("bought and sold", dealt(...bought(), ...sold()), [["9–11, 12–14", "SPX", "butterfly", "call", 6020, 20, 1, 3, 4.5]]);
  same("the latest first", dealt(...sold(), ...bought()), [["12–14, 9–11", "SPX", "butterfly", "call", 6020, 20, 1, 3, 4.5]]);
  same("half of it sold", dealt(...bought(4), ...sold(2)), [
    ["9–11, 12–14", "SPX", "butterfly", "call", 6020, 20, 2, 3, 4.5], ["9–11", "SPX", "butterfly", "call", 6020, 20, 2, 3, null],
  ]);
  same("more sold than was bought", dealt(...bought(), ...sold(3)), [
    ["9–11, 12–14", "SPX", "butterfly", "call", 6020, 20, 1, 3, 4.5], ["12–14", "It closes 2 that this file does not open"],
  ]);
  // Two fills within ten seconds are one order, of (1 · 3.00 + 2 · 3.30) / 3 = 3.20 each.
  const more = butterfly6020("1/5/26 09:31:10", "BUY", "OPEN", [30.3, 18, 9], 2);
  same("in two fills", dealt(...bought(), ...more), [["9–14", "SPX", "butterfly", "call", 6020, 20, 3, 3.2, null]]);
  const later = butterfly6020("1/5/26 09:31:11", "BUY", "OPEN", [30.3, 18, 9], 2);
  same("twice, and sold as one", dealt(...bought(), ...later, ...sold(3)), [
    ["9–11, 15–17", "SPX", "butterfly", "call", 6020, 20, 1, 3, 4.5], ["12–14, 15–17", "SPX", "butterfly", "call", 6020, 20, 2, 3.3, 4.5],
  ]);
  const single = (time, side, effect, code, price) => `,${time},SINGLE,${side}1,TO ${effect},${code},,,,${price},${price},LMT`;
  same("options by their code", dealt(
    single("1/5/26 10:00:00", "BOT,+", "OPEN", ".SPXW260220C6000", 12.5),
    single("1/5/26 10:00:05", "BOT,+", "OPEN", ".SPXW260220C6000", 12.75),
    single("1/5/26 15:00:00", "SOLD,", "CLOSE", ".SPXW260220C6000", 15),
    single("1/5/26 15:30:00", "SOLD,", "OPEN", ".RUTW260220P2100.5", 4),
  ), [
    ["9, 11", "SPX", "single", "call", 6000, null, 1, 12.5, 15], ["10", "SPX", "single", "call", 6000, null, 1, 12.75, null],
    ["12", "RUT", "single", "put", 2100.5, null, -1, 4, null],
  ]);
  const leg = (time, side, right, strike, price, exp = "16 JAN 26") => `,${time},,${side},TO OPEN,SPX,${exp},${strike},${right},${price},,`;
  // Bought wings 1.10 + 1.30, sold shorts 2.20 + 2.60: 2.40 are received.
  same("legs with times of their own", dealt(
    leg("1/5/26 10:00:00", "BUY,2", "PUT", 5900, 1.1), leg("1/5/26 10:00:03", "SELL,2", "PUT", 5910, 2.2),
    leg("1/5/26 10:00:06", "SELL,2", "CALL", 6090, 2.6), leg("1/5/26 10:00:09", "BUY,2", "CALL", 6100, 1.3),
  ), [["9–12", "SPX", "iron_condor", "both", 6000, 10, -2, 2.4, null]]);
  same("legs that are apart", dealt(
    leg("1/5/26 10:00:00", "BUY,1", "PUT", 5900, 1.1), leg("1/5/26 10:00:11", "SELL,1", "PUT", 5910, 2.2), leg("1/5/26 10:00:12", "SELL,1", "PUT", 5920, 3.2, "23 JAN 26"),
  ).map(([row, , strategy, , strike, , quantity]) => [row, strategy, strike, quantity]), [["9", "single", 5900, 1], ["10", "single", 5910, -1], ["11", "single", 5920, -1]]);
  same("a credit spread", dealt(
    ",1/5/26 09:31:00,VERTICAL,SELL,-2,TO OPEN,SPX,16 JAN 26,5920,PUT,5.60,2.50,LMT", ",,,BUY,+2,TO OPEN,SPX,16 JAN 26,5900,PUT,3.10,,",
    ",1/6/26 11:00:00,VERTICAL,BUY,+1,TO CLOSE,SPX,16 JAN 26,5920,PUT,1.25,.25,LMT", ",,,SELL,-1,TO CLOSE,SPX,16 JAN 26,5900,PUT,1.00,,",
  ), [["9–10, 11–12", "SPX", "vertical", "put", 5920, 20, -1, 2.5, 0.25], ["9–10", "SPX", "vertical", "put", 5920, 20, -1, 2.5, null]]);
  same("other spreads", dealt(
    ",1/5/26 09:31:00,STRADDLE,BUY,+1,TO OPEN,SPX,16 JAN 26,6000,CALL,20,,", ",,,BUY,+1,TO OPEN,SPX,16 JAN 26,6000,PUT,21,,",
    ",1/5/26 09:31:05,CALENDAR,SELL,-1,TO OPEN,SPX,16 JAN 26,6000,CALL,20,,", ",,,BUY,+1,TO OPEN,SPX,23 JAN 26,6000,CALL,31,,",
    ",1/5/26 09:40:00,~BUTTERFLY,BUY,+1,TO OPEN,SPX,16 JAN 26,6000,CALL,20,,", ",,,SELL,-2,TO OPEN,SPX,16 JAN 26,6010,CALL,15,,", ",,,BUY,+1,TO OPEN,SPX,16 JAN 26,6040,CALL,5,,",
    ",1/5/26 10:00:00,IRON CONDOR,SELL,-1,TO OPEN,SPX,16 JAN 26,6000,CALL,20,,", ",,,BUY,+1,TO OPEN,SPX,16 JAN 26,6050,CALL,4,,", ",,,SELL,-1,TO OPEN,SPX,16 JAN 26,6000,PUT,21,,", ",,,BUY,+1,TO OPEN,SPX,16 JAN 26,5950,PUT,5,,",
  ), [
    ["9–10", "SPX", "straddle", "both", 6000, 0, 1, 41, null], ["11–12", "SPX", "calendar", "call", 6000, 0, 1, 11, null],
    ["13–15", "SPX", "bwb", "call", 6010, null, -1, 5, null], ["16–19", "SPX", "iron_butterfly", "both", 6000, 50, -1, 32, null],
  ]);
  const broken = bought();
  broken[1] = broken[1].replace("CALL,18", "CALL,soon");
  same("what cannot be read", dealt(
    ...broken, ",1/5/26 12:00:00,STOCK,BUY,+100,TO OPEN,SPY,,,STOCK,600,600,LMT", single("2/30/26 10:00:00", "SOLD,", "OPEN", ".SPXW260230C6000", 1),
    ",,,,,", "", "Profits and Losses", "Symbol,Qty", ",1/5/26 12:00:00,SINGLE,BUY,+1,TO OPEN,SPX,16 JAN 26,6000,CALL,1,1,LMT",
  ), [["13", "Symbol: .SPXW260230C6000; Exec time: 2/30/26 10:00:00"], ["9–11", "row 10: Price: soon"], ["12", "Type: STOCK"]]);
  const [given] = statement.readStatement(told(...bought(), ...butterfly6020("1/6/26 11:00:00", "SELL", "CLOSE", [2, 2, 1.9])));
  // 2 − 2 · 2 + 1.9 = −0.10: what cost 3.00 cost 0.10 more, times a hundred.
  same("a close that costs", [given.trade.exit_price, given.trade.pnl_realized, given.trade.notes], [0, -31000, "Left at -0.10"]);
  same("times and days", [given.trade.entry_time, given.trade.exit_time, given.trade.dte], ["2026-01-05T14:31:00.000Z", "2026-01-06T16:00:00.000Z", 11]);
  const costly = csv.records(["Trade History", "Date,Side,Quantity,Position Effect,Symbol,Expiration,Strike,Type,Price,Commission,Fees", "2026-07-06 3:05:07 PM,SELL,2,TO OPEN,SPX,7/17/26,6000,PUT,4,-1.30,(.40)", "2026-07-07,BUY,1,TO CLOSE,SPX,7/17/26,6000,PUT,1,.65,.20"].join("\n"));
  same("costs", statement.readStatement(costly).map(({ trade: t }) => [t.quantity, t.entry_time, t.exit_time ?? null, t.exit_price ?? null, t.commission, t.fees]), [
    [-1, "2026-07-06T19:05:07.000Z", "2026-07-07T16:00:00.000Z", 1, 1.95, 0.6], [-1, "2026-07-06T19:05:07.000Z", null, null, 0, 0],
  ]);
  same("money", [format.cents(12345), format.profitCents(-500), format.cents(null)].length, 3);
  return { wrong, checks };
};
