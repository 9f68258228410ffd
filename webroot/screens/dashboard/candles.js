import { bands } from "../../model/bands.js";
import { moment, number } from "../../model/format.js";
import { newYork } from "../../model/newyork.js";
import { tradedSymbol } from "../../model/structures.js";
import { bias, candles, exposure, picture, underlying, valueAreaNow, volumeProfile } from "../../app/market.js";
import { Remembered } from "../../app/prefs.js";
import { check, segments } from "../../ui/controls.js";
import { axis } from "../../ui/chart.js";
import { viewMenu } from "../../ui/menu.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "../../ui/chart.js";
import "../../ui/panel.js";

const SIZES = ["5m", "15m", "1h"];
const SHOWN = { "5m": 110, "15m": 90, "1h": 60 };

const choice = new Remembered("ms-candles", { size: "5m", levels: true, profile: true, bands: true });

/** Candles with the levels that matter, and the volume traded at each price. */
export class Candles extends View {
  static properties = { place: { attribute: false }, collapsed: { type: Boolean } };

  constructor() {
    super();
    new Watching(this, picture, choice, underlying);
  }

  render() {
    const c = choice.value;
    const set = (change) => (choice.value = { ...c, ...change });
    return html`<ms-panel
      heading="${tradedSymbol(underlying.value)} candles"
      model="candles"
      movable
      ?collapsed=${this.collapsed}
      .value=${candles.value}
      .tools=${() => html`
        ${segments("Candle", SIZES.map((size) => [size, size]), c.size, (size) => set({ size }))}
        ${viewMenu("candle-more", html`<div class="stack">
          ${check("Levels", c.levels, (levels) => set({ levels }))}
          ${check("Volume profile", c.profile, (profile) => set({ profile }))}
          ${check("Gravity bands", c.bands, (on) => set({ bands: on }))}
        </div>`)}
      `}
      .content=${() => this.#content()}
    ></ms-panel>`;
  }

  #content() {
    const { size } = choice.value;
    const all = candles.value[`candles_${size}`] ?? [];
    if (all.length === 0) return html`<div class="empty">No candles yet today.</div>`;
    const shown = all.slice(-SHOWN[size]);
    const last = shown[shown.length - 1];
    return html`<ms-chart
      class="tall"
      .label=${`${size} candles of ${tradedSymbol(underlying.value)}; the last closes at ${number(last.c)}`}
      .draw=${(colours) => draw(colours, shown, size)}
    ></ms-chart>`;
  }
}

const pad = (n) => String(n).padStart(2, "0");

/** The day where a session begins, else the time. */
function label(seconds) {
  const { hour, minute, day } = newYork(seconds * 1000);
  return hour === 9 && minute === 30 ? String(day) : `${pad(hour)}:${pad(minute)}`;
}

function levels(c) {
  const b = bias.value ?? {};
  const x = exposure.value ?? {};
  const area = valueAreaNow();
  const found = [
    [b.gex_flip_level ?? x.zero_gamma, "zero γ", c.accent],
    [x.call_wall ?? b.max_call_gex_strike, "call wall", c.up],
    [x.put_wall ?? b.max_put_gex_strike, "put wall", c.down],
    [b.max_net_gex_strike, "magnet", c.magenta],
    [area?.high, "value high", c.blue, AT_END],
    [area?.poc, "POC", c.warn, AT_END],
    [area?.low, "value low", c.blue, AT_END],
  ].filter(([price]) => price > 0);
  return found.filter(isFirst).map(([price, name, ...look]) => [price, namesAt(found, price, name), ...look]);
}

/** Names of what options show stand where the candles begin, of what was traded where they end. */
const AT_START = "insideStartTop";
const AT_END = "insideEndTop";

/** Levels at one price are one line with all their names. */
const isFirst = ([price], i, all) => all.findIndex(([other]) => other === price) === i;
const namesAt = (all, price, name) => [name, ...all.filter(([at, other]) => at === price && other !== name).map(([, other]) => other)].join(", ");

function draw(c, shown, size) {
  const { levels: withLevels, profile, bands: withBands } = choice.value;
  const low = Math.min(...shown.map((x) => x.l));
  const high = Math.max(...shown.map((x) => x.h));
  const air = Math.max((high - low) * 0.12, 1);
  const from = low - air;
  const to = high + air;
  const inSight = ([price]) => price > from && price < to;
  const series = [
    {
      name: size,
      type: "candlestick",
      data: shown.map((x) => [x.o, x.c, x.l, x.h]),
      itemStyle: { color: c.up, color0: c.down, borderColor: c.up, borderColor0: c.down },
      markLine: {
        symbol: "none",
        silent: true,
        animation: false,
        data: (withLevels ? levels(c).filter(inSight) : []).map(([price, name, colour, position = AT_START]) => ({
          yAxis: price,
          lineStyle: { color: colour, type: "dashed", width: 1.2 },
          label: { formatter: `${name} ${number(price, 0)}`, color: colour, position, fontSize: 11 },
        })),
      },
    },
  ];
  if (withBands) {
    const found = bands(shown.map((x) => x.c), size);
    const line = (name, field, opacity) => ({
      name,
      type: "line",
      data: found.map((b) => b?.[field] ?? null),
      showSymbol: false,
      lineStyle: { color: c.accent, width: 1, opacity },
      tooltip: { show: false },
    });
    series.push(line("mean", "mean", 0.9), line("high", "high", 0.45), line("low", "low", 0.45));
  }
  const volume = profile ? volumeIn(from, to) : [];
  if (volume.length > 0) series.push(profileSeries(c, volume));
  return {
    grid: { left: 8, right: 8, top: 10, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      formatter: ([first]) => {
        const x = shown[first.dataIndex];
        return `${moment(x.t * 1000)}\nO ${number(x.o)}  H ${number(x.h)}\nL ${number(x.l)}  C ${number(x.c)}`;
      },
    },
    xAxis: axis(c, { type: "category", data: shown.map((x) => label(x.t)), splitLine: { show: false }, axisLabel: { alignMinLabel: "left" } }),
    yAxis: axis(c, { type: "value", position: "right", min: from, max: to, axisLabel: { formatter: (v) => number(v, 0) } }),
    series,
  };
}

const ROWS = 60;

/** Volume in rows of equal height over the prices in sight. */
function volumeIn(from, to) {
  const known = underlying.value === "I:SPX" ? (volumeProfile.value?.levels ?? []) : [];
  const step = (to - from) / ROWS;
  const rows = new Array(ROWS).fill(0);
  for (const { price, volume } of known) {
    const row = Math.floor((price - from) / step);
    if (row >= 0 && row < ROWS) rows[row] += volume;
  }
  const most = Math.max(...rows);
  return most > 0
    ? rows.map((volume, i) => [from + i * step, from + (i + 1) * step, volume / most]).filter((row) => row[2] > 0)
    : [];
}

function profileSeries(c, rows) {
  return {
    type: "custom",
    data: rows,
    silent: true,
    z: 0,
    tooltip: { show: false },
    encode: { y: [0, 1] },
    renderItem: (params, api) => {
      const { x, width } = params.coordSys;
      const [, bottom] = api.coord([0, api.value(0)]);
      const [, top] = api.coord([0, api.value(1)]);
      return {
        type: "rect",
        shape: { x, y: top, width: api.value(2) * width * 0.22, height: Math.max(bottom - top - 1, 1) },
        style: { fill: c.accent, opacity: 0.22 },
      };
    },
  };
}

define("ms-candles", Candles);
