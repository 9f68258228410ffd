import { compact, number } from "../../model/format.js";
import { exposure, picture, spot, underlying } from "../../app/market.js";
import { Remembered } from "../../app/prefs.js";
import { segments } from "../../ui/controls.js";
import { axis } from "../../ui/chart.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "../../ui/chart.js";
import "../../ui/panel.js";
import { fact } from "./gamma.js";

/** What is told of each strike; puts bear their sign already. */
export const METRICS = {
  gamma: { label: "Gamma", unit: "$ per 1 %", of: (b, i) => b.call_gamma[i] + b.put_gamma[i] },
  delta: { label: "Delta", unit: "$", of: (b, i) => b.delta[i] },
  vanna: { label: "Vanna", unit: "$ per vol point", of: (b, i) => b.vanna[i] },
  charm: { label: "Charm", unit: "$ per day", of: (b, i) => b.charm[i] },
};

/** Share of the price that is shown to both sides. */
const REACH = 0.025;

const choice = new Remembered("ms-exposure", { metric: "gamma" });

/** What dealers must hedge, by strike and expiration. */
export class Exposure extends View {
  static properties = { place: { attribute: false }, collapsed: { type: Boolean } };

  constructor() {
    super();
    new Watching(this, picture, choice, underlying);
  }

  render() {
    return html`<ms-panel
      heading="Dealer exposure"
      hint="Dollars dealers must hedge, if they are long the calls and short the puts outstanding"
      model="exposure"
      movable
      ?collapsed=${this.collapsed}
      .value=${exposure.value}
      .tools=${() =>
        segments(
          "Exposure",
          Object.entries(METRICS).map(([id, metric]) => [id, metric.label]),
          choice.value.metric,
          (metric) => (choice.value = { metric }),
        )}
      .content=${() => this.#content()}
    ></ms-panel>`;
  }

  #content() {
    const model = exposure.value;
    const metric = METRICS[choice.value.metric] ?? METRICS.gamma;
    const nearest = Object.values(model.expirations ?? {})[0];
    return html`
      <dl class="facts">
        ${fact("Net gamma", compact(model.gamma), model.gamma < 0 ? "down" : "up")}
        ${fact("Zero gamma", number(model.zero_gamma, 0))}
        ${fact("Max pain", number(nearest?.max_pain, 0))}
        ${fact("Straddle", number(nearest?.expected_move, 1))}
        ${fact("P/C volume", number(model.put_call_volume))}
        ${fact("P/C interest", number(model.put_call_open_interest))}
        ${fact("0-DTE share", model.zero_dte_share == null ? "—" : `${number(model.zero_dte_share * 100, 0)} %`)}
      </dl>
      <ms-chart
        .label=${`${metric.label} exposure by strike and expiration, ${metric.unit}`}
        .draw=${(colours) => draw(colours, model, metric)}
      ></ms-chart>
    `;
  }
}

function draw(c, model, metric) {
  const now = spot() ?? model.spot;
  const strikes = model.by_strike.strikes.filter((k) => Math.abs(k / now - 1) <= REACH);
  const index = new Map(strikes.map((strike, i) => [strike, i]));
  const expirations = Object.entries(model.expirations);
  const tints = [c.accent, c.magenta, c.warn, c.up, c.blue, c.soft];
  const series = expirations.map(([, book], n) => {
    const data = new Array(strikes.length).fill(0);
    const b = book.by_strike;
    b.strikes.forEach((strike, i) => {
      if (index.has(strike)) data[index.get(strike)] = metric.of(b, i);
    });
    return {
      name: `${book.dte} DTE`,
      type: "bar",
      stack: "all",
      data,
      itemStyle: { color: tints[n % tints.length] },
      barCategoryGap: "15%",
    };
  });
  const at = strikes.findIndex((strike) => strike >= now);
  if (series.length > 0 && at >= 0) {
    series[0].markLine = {
      symbol: "none",
      silent: true,
      animation: false,
      data: [{ xAxis: at, lineStyle: { color: c.spot, type: "solid" }, label: { show: false } }],
    };
  }
  return {
    legend: { top: 0, right: 34, textStyle: { color: c.soft, fontSize: 11 }, itemWidth: 10, itemHeight: 10 },
    grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: compact },
    xAxis: axis(c, { type: "category", data: strikes, splitLine: { show: false } }),
    yAxis: axis(c, { type: "value", axisLabel: { formatter: compact } }),
    series,
  };
}

define("ms-exposure", Exposure);
