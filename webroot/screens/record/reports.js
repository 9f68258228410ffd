import { cents, dollars, moment, number, percent, profitCents } from "../../model/format.js";
import { data, get, query } from "../../app/api.js";
import { Remembered } from "../../app/prefs.js";
import { segments, select } from "../../ui/controls.js";
import { axis } from "../../ui/chart.js";
import { icons } from "../../ui/icons.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "../../ui/chart.js";
import "../../ui/panel.js";
import { choose, loadLogs, logs, openLog } from "./logs.js";

const RANGES = [[30, "1M"], [90, "3M"], [0, "All"]];
const DAY_MS = 86_400_000;
const BINS_WAIT_MS = 300;

const choice = new Remembered("ms-reports", { days: 0, bins: 60 });

const GROUPS = [
  ["Capital and returns", [
    ["Starting capital", (a) => cents(a.starting_capital)],
    ["Equity", (a) => cents(a.current_equity)],
    ["Net profit", (a) => profitCents(a.net_profit)],
    ["Total return", (a) => percent(a.total_return_percent)],
    ["Average per trade", (a) => profitCents(a.avg_net_profit)],
  ]],
  ["Distribution", [
    ["Trades", (a) => number(a.total_trades, 0)],
    ["Open", (a) => number(a.open_trades, 0)],
    ["Winners", (a) => number(a.winners, 0)],
    ["Losers", (a) => number(a.losers, 0)],
    ["Breakeven", (a) => number(a.breakeven, 0)],
    ["Per week", (a) => number(a.trades_per_week, 1)],
  ]],
  ["Averages", [
    ["Win rate", (a) => `${number(a.win_rate, 1)} %`],
    ["Average win", (a) => cents(a.avg_win)],
    ["Average loss", (a) => cents(a.avg_loss)],
    ["Win / loss", (a) => number(a.win_loss_ratio)],
    ["Average risk", (a) => cents(a.avg_risk)],
    ["Average R", (a) => number(a.avg_r_multiple)],
    ["Reward / risk offered", (a) => number(a.avg_r2r, 1)],
  ]],
  ["Health", [
    ["Largest drawdown", (a) => `${number(a.max_drawdown_pct, 1)} %`],
    ["Profit factor", (a) => number(a.profit_factor)],
    ["Sharpe (per trade)", (a) => number(a.sharpe_ratio)],
    ["Largest win", (a) => cents(a.largest_win)],
    ["Largest loss", (a) => cents(a.largest_loss)],
    ["Days", (a) => number(a.span_days, 0)],
  ]],
];

/** What a log has brought: equity, drawdown, distribution and the numbers behind them. */
export class Reports extends View {
  static properties = { found: { state: true }, trouble: { state: true } };

  #asked = "";
  #timer = 0;

  constructor() {
    super();
    this.found = null;
    this.trouble = null;
    new Watching(this, logs, choice);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#asked = "";
    loadLogs();
  }

  willUpdate() {
    const log = openLog();
    const key = log ? `${log.id}:${choice.value.days}:${choice.value.bins}:${log.updated_at}:${log.closed_trades}` : "";
    if (key && key !== this.#asked) {
      this.#asked = key;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#load(log), this.found ? BINS_WAIT_MS : 0);
    }
  }

  async #load(log) {
    const { days, bins } = choice.value;
    const range = query({ from: days > 0 ? new Date(Date.now() - days * DAY_MS).toISOString() : null });
    try {
      const [analytics, equity, drawdown, distribution] = await Promise.all([
        data(get(`/api/logs/${log.id}/analytics`)),
        data(get(`/api/logs/${log.id}/equity${range}`)),
        data(get(`/api/logs/${log.id}/drawdown${range}`)),
        data(get(`/api/logs/${log.id}/distribution${query({ bins })}`)),
      ]);
      this.found = { analytics, equity: equity.equity, drawdown: drawdown.drawdown, distribution: distribution.distribution };
      this.trouble = null;
    } catch (cause) {
      this.trouble = cause;
    }
  }

  render() {
    const log = openLog();
    const c = choice.value;
    const empty = (this.found && this.found.analytics.closed_trades === 0) || (logs.value && !log);
    return html`<div class="stack">
      <div class="row wrap spread">
        <h1>Reports</h1>
        <div class="row wrap">
          ${logs.value?.length ? select("Log", logs.value.map((l) => [l.id, l.name]), log?.id, choose, { hidden: true }) : ""}
          ${segments("Range", RANGES, c.days, (days) => (choice.value = { ...c, days }))}
        </div>
      </div>
      ${this.trouble && !this.found
        ? html`<div class="panel-state" role="alert">${icons.alert}<p>${this.trouble.message}</p>
            <button class="button" @click=${() => this.#load(log)}>${icons.refresh} Retry</button></div>`
        : empty
          ? html`<div class="empty"><p>No closed trades yet.</p><a class="button primary" href="/trades">To the trade log</a></div>`
          : this.#all(c)}
    </div>`;
  }

  #all(c) {
    const f = this.found;
    const retry = () => this.#load(openLog());
    return html`<div class="board">
      <ms-panel class="wide" heading="Equity" .value=${f} .trouble=${this.trouble} .retry=${retry} .content=${() => html`<ms-chart .label=${`Equity ends at ${profitCents(f.equity.at(-1)?.value)}`} .draw=${(k) => equityOf(k, f.equity)}></ms-chart>`}></ms-panel>
      <ms-panel class="narrow" heading="Drawdown" .value=${f} .trouble=${this.trouble} .retry=${retry} .content=${() => html`<ms-chart .label=${`Largest drawdown ${number(f.analytics.max_drawdown_pct, 1)} per cent`} .draw=${(k) => drawdownOf(k, f.drawdown)}></ms-chart>`}></ms-panel>
      <ms-panel
        class="whole"
        heading="Distribution of results"
        .value=${f}
        .trouble=${this.trouble}
        .retry=${retry}
        .tools=${() => html`<label class="row small"><span>Bins ${c.bins}</span>
          <input type="range" min="20" max="300" step="10" aria-label="Bins" .value=${String(c.bins)} @input=${(e) => (choice.value = { ...c, bins: Number(e.target.value) })} /></label>`}
        .content=${() => html`<ms-chart .label=${"How often trades brought how much"} .draw=${(k) => distributionOf(k, f.distribution)}></ms-chart>`}
      ></ms-panel>
      ${GROUPS.map(
        ([name, rows]) => html`<ms-panel class="quarter" heading=${name} .value=${f} .trouble=${this.trouble} .retry=${retry} .content=${() => html`<dl class="numbers">
          ${rows.map(([label, draw]) => html`<div><dt>${label}</dt><dd class="num">${draw(f.analytics)}</dd></div>`)}
        </dl>`}></ms-panel>`,
      )}
    </div>`;
  }
}

const times = (points) => points.map((p) => moment(p.time));

function equityOf(c, points) {
  return {
    tooltip: { trigger: "axis", valueFormatter: (v) => dollars(v) },
    xAxis: axis(c, { type: "category", data: times(points), boundaryGap: false, splitLine: { show: false } }),
    yAxis: axis(c, { type: "value", axisLabel: { formatter: (v) => dollars(v, 0) } }),
    series: [{ type: "line", data: points.map((p) => p.value / 100), showSymbol: false, lineStyle: { color: c.accent, width: 2 }, areaStyle: { color: c.accent, opacity: 0.14 } }],
  };
}

function drawdownOf(c, points) {
  return {
    tooltip: { trigger: "axis", valueFormatter: (v) => `${number(v, 1)} %` },
    xAxis: axis(c, { type: "category", data: times(points), boundaryGap: false, splitLine: { show: false } }),
    yAxis: axis(c, { type: "value", max: 0, axisLabel: { formatter: (v) => `${number(v, 0)} %` } }),
    series: [{ type: "line", data: points.map((p) => -p.drawdown_pct), showSymbol: false, lineStyle: { color: c.down, width: 1.5 }, areaStyle: { color: c.down, opacity: 0.18 } }],
  };
}

function distributionOf(c, bins) {
  return {
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
    xAxis: axis(c, { type: "category", data: bins.map((b) => dollars(b.bin_start_dollars, 0)), splitLine: { show: false } }),
    yAxis: axis(c, { type: "value", minInterval: 1 }),
    series: [{ name: "Trades", type: "bar", barCategoryGap: "10%", data: bins.map((b) => ({ value: b.count, itemStyle: { color: b.is_zero ? c.down : c.accent } })) }],
  };
}

define("ms-reports", Reports);
