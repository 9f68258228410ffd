import { compact, number } from "../../model/format.js";
import { expirationAt, ladder, walls, zeroGamma } from "../../model/gamma.js";
import { tradedSymbol } from "../../model/structures.js";
import { gamma, marketToday, picture, spot, underlying, volumeProfile } from "../../app/market.js";
import { Remembered } from "../../app/prefs.js";
import { segments } from "../../ui/controls.js";
import { axis } from "../../ui/chart.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "../../ui/chart.js";
import "../../ui/panel.js";
import { look, shownDte } from "./heatmap.js";

/** Strikes above and below the market that are shown. */
const REACH = 28;

const choice = new Remembered("ms-gamma", { net: true, all: false });

/** Gamma by strike with walls and zero gamma, and the volume traded at each price behind it. */
export class Gamma extends View {
  static properties = { place: { attribute: false }, collapsed: { type: Boolean } };

  constructor() {
    super();
    new Watching(this, picture, choice, look, underlying);
  }

  render() {
    const c = choice.value;
    return html`<ms-panel
      heading="Gamma by strike"
      hint="Gamma times open interest; calls to the right, puts to the left"
      model="gamma"
      movable
      ?collapsed=${this.collapsed}
      .value=${gamma.value}
      .tools=${() => html`
        ${segments("Expirations", [[false, `${shownDte()} DTE`], [true, "All"]], c.all, (all) => (choice.value = { ...c, all }))}
        ${segments("Gamma", [[true, "Net"], [false, "C / P"]], c.net, (net) => (choice.value = { ...c, net }))}
      `}
      .content=${() => this.#content()}
    ></ms-panel>`;
  }

  #content() {
    const { all, net } = choice.value;
    const date = all ? null : expirationAt(gamma.value, marketToday(), shownDte());
    const rows = all || date ? ladder(gamma.value, date) : [];
    if (rows.length === 0) {
      return html`<div class="empty">No gamma for ${shownDte()} days to expiry.</div>`;
    }
    const now = spot();
    const zero = zeroGamma(rows, now ?? 0);
    const wall = walls(rows);
    const shown = near(rows, now);
    return html`
      <dl class="facts">
        ${fact("Call wall", number(wall.call, 0), "up")} ${fact("Put wall", number(wall.put, 0), "down")}
        ${fact("Zero gamma", number(zero, 0))}
        ${fact("Net", compact(rows.reduce((sum, row) => sum + row.net, 0)))}
      </dl>
      <ms-chart
        class="tall"
        .label=${`Gamma of ${tradedSymbol(underlying.value)} by strike: call wall ${wall.call}, put wall ${wall.put}, zero gamma ${zero}`}
        .draw=${(colours) => draw(colours, shown, { net, now, zero, wall, volumes: volumesAt(shown) })}
      ></ms-chart>
    `;
  }
}

const fact = (name, value, kind = "") =>
  html`<div><dt>${name}</dt><dd class="num ${kind}">${value}</dd></div>`;

function near(rows, now) {
  if (!(now > 0)) return rows.slice(0, 2 * REACH);
  const middle = rows.findIndex((row) => row.strike >= now);
  const at = middle < 0 ? rows.length : middle;
  return rows.slice(Math.max(0, at - REACH), at + REACH);
}

function volumesAt(rows) {
  if (underlying.value !== "I:SPX" || !volumeProfile.value || rows.length < 2) return null;
  const step = rows[1].strike - rows[0].strike;
  const sums = new Map();
  for (const { price, volume } of volumeProfile.value.levels) {
    const strike = Math.round(price / step) * step;
    sums.set(strike, (sums.get(strike) ?? 0) + volume);
  }
  return rows.map((row) => sums.get(row.strike) ?? 0);
}

function draw(c, rows, { net, now, zero, wall, volumes }) {
  const strikes = rows.map((row) => row.strike);
  const bars = (name, values, colour) => ({
    name,
    type: "bar",
    stack: "gamma",
    data: values.map((value) => ({
      value,
      itemStyle: { color: typeof colour === "function" ? colour(value) : colour },
    })),
    barWidth: "62%",
    barGap: "-100%",
  });
  const series = net
    ? [bars("Net", rows.map((row) => row.net), (value) => (value < 0 ? c.down : c.up))]
    : [
        bars("Calls", rows.map((row) => row.calls), c.up),
        bars("Puts", rows.map((row) => -row.puts), c.down),
      ];
  series[0].markLine = {
    symbol: "none",
    silent: true,
    animation: false,
    data: [
      level(strikes, now, `${number(now)}`, c.spot, "solid", "insideStartTop"),
      level(strikes, zero, "zero γ", c.accent, "dashed"),
      ...(wall.call === wall.put
        ? [level(strikes, wall.call, "call and put wall", c.soft, "dotted")]
        : [level(strikes, wall.call, "call wall", c.up, "dotted"), level(strikes, wall.put, "put wall", c.down, "dotted")]),
    ].filter(Boolean),
  };
  if (volumes) {
    series.push({
      name: "Volume",
      type: "bar",
      xAxisIndex: 1,
      data: volumes,
      itemStyle: { color: c.accent, opacity: 0.18 },
      barWidth: "96%",
      z: 0,
    });
  }
  return {
    grid: { left: 8, right: 12, top: 6, bottom: 6, containLabel: true },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: compact },
    xAxis: [
      axis(c, { type: "value", axisLabel: { formatter: compact } }),
      { type: "value", show: false, max: (range) => range.max * 2.2 },
    ],
    yAxis: axis(c, { type: "category", data: strikes, splitLine: { show: false } }),
    series,
  };
}

/** A line at a price, placed between the categories of the strikes. */
function level(strikes, price, name, colour, type = "solid", position = "insideEndTop") {
  if (!(price > 0) || price < strikes[0] || price > strikes[strikes.length - 1]) return null;
  const at = strikes.findIndex((strike) => strike >= price);
  const index = strikes[at] === price || at === 0 ? at : Math.abs(strikes[at] - price) < Math.abs(strikes[at - 1] - price) ? at : at - 1;
  return {
    yAxis: index,
    lineStyle: { color: colour, width: 1.5, type },
    label: { formatter: name, color: colour, position, fontSize: 11 },
  };
}

export { fact };

define("ms-gamma", Gamma);
