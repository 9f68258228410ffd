import { cents, number, percent, profitCents } from "../../model/format.js";
import { data, get, query } from "../../app/api.js";
import { Remembered } from "../../app/prefs.js";
import { segments, select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/chart.js";
import "../../ui/panel.js";
import { choose, loadLogs, logs, openLog, trouble as logsTrouble } from "./logs.js";
import { chartsOf } from "./report-charts.js";

const RANGES = [[30, "1M"], [90, "3M"], [0, "All"]];
const DAY_MS = 86_400_000;
const BINS_WAIT_MS = 300;

const choice = new Remembered("ms-reports", { days: 0, bins: 60 });

const share = (value) => `${number(value, 1)} %`;

/** What has no trades behind it is not nothing, but unknown. */
const of = (trades, text) => (trades > 0 ? text : "—");

const GROUPS = [
  ["Capital and returns", [
    ["Starting capital", (a) => cents(a.starting_capital)],
    ["Equity", (a) => cents(a.current_equity)],
    ["Net profit", (a) => profitCents(a.net_profit)],
    ["Total return", (a) => percent(a.total_return_percent)],
    ["Gross profit", (a) => cents(a.gross_profit)],
    ["Gross loss", (a) => cents(a.gross_loss)],
  ]],
  ["Trades", [
    ["All", (a) => number(a.total_trades, 0)],
    ["Open", (a) => number(a.open_trades, 0)],
    ["Closed", (a) => number(a.closed_trades, 0)],
    ["Winners", (a) => number(a.winners, 0)],
    ["Losers", (a) => number(a.losers, 0)],
    ["Breakeven", (a) => number(a.breakeven, 0)],
  ]],
  ["Averages", [
    ["Per trade", (a) => profitCents(a.avg_net_profit)],
    ["Win", (a) => of(a.winners, cents(a.avg_win))],
    ["Loss", (a) => of(a.losers, cents(a.avg_loss))],
    ["Win / loss", (a) => of(a.losers, number(a.win_loss_ratio))],
    ["Planned risk", (a) => of(a.avg_risk, cents(a.avg_risk))],
    ["R multiple", (a) => number(a.avg_r_multiple)],
    ["Reward / risk offered", (a) => of(a.avg_r2r, number(a.avg_r2r, 1))],
  ]],
  ["Extremes", [
    ["Largest win", (a) => of(a.winners, cents(a.largest_win))],
    ["of all that was won", (a) => of(a.winners, share(a.largest_win_pct_gross))],
    ["Largest loss", (a) => of(a.losers, cents(a.largest_loss))],
    ["of all that was lost", (a) => of(a.losers, share(a.largest_loss_pct_gross))],
    ["Largest drawdown", (a) => share(a.max_drawdown_pct)],
  ]],
  ["Health", [
    ["Win rate", (a) => share(a.win_rate)],
    ["Profit factor", (a) => of(a.losers, number(a.profit_factor))],
    ["Sharpe, per trade", (a) => number(a.sharpe_ratio)],
    ["Trades a week", (a) => number(a.trades_per_week, 1)],
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
    new Watching(this, logs, logsTrouble, choice);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#asked = "";
    loadLogs();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  willUpdate() {
    const log = openLog();
    const key = log ? `${log.id}:${choice.value.days}:${choice.value.bins}:${log.updated_at}:${log.closed_trades}` : "";
    if (!key || key === this.#asked) return;
    this.#asked = key;
    // Of another log nothing is shown under the name of this one.
    if (this.found?.log !== log.id) this.found = this.trouble = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#load(log), this.found ? BINS_WAIT_MS : 0);
  }

  async #load(log) {
    const asked = this.#asked;
    const { days, bins } = choice.value;
    const range = query({ from: days > 0 ? new Date(Date.now() - days * DAY_MS).toISOString() : null });
    try {
      const [analytics, { equity }, { drawdown }, { distribution }] = await Promise.all([
        data(get(`/api/logs/${log.id}/analytics`)),
        data(get(`/api/logs/${log.id}/equity${range}`)),
        data(get(`/api/logs/${log.id}/drawdown${range}`)),
        data(get(`/api/logs/${log.id}/distribution${query({ bins })}`)),
      ]);
      // Something else may have been asked for meanwhile.
      if (asked !== this.#asked) return;
      this.found = { log: log.id, analytics, charts: chartsOf(analytics, equity, drawdown, distribution) };
      this.trouble = null;
    } catch (cause) {
      if (asked === this.#asked) this.trouble = cause;
    }
  }

  #retry = () => {
    const log = openLog();
    return log ? this.#load(log) : loadLogs();
  };

  #trouble() {
    return this.trouble ?? (logs.value ? null : logsTrouble.value);
  }

  render() {
    const log = openLog();
    const c = choice.value;
    const trouble = this.#trouble();
    const isEmpty = (this.found && this.found.analytics.closed_trades === 0) || (logs.value && !log);
    return html`<div class="stack">
      <div class="row wrap spread">
        <h1>Reports</h1>
        <div class="row wrap">
          ${logs.value?.length ? select("Log", logs.value.map((l) => [l.id, l.name]), log?.id, choose, { hidden: true }) : nothing}
          ${segments("Range", RANGES, c.days, (days) => (choice.value = { ...c, days }))}
        </div>
      </div>
      ${trouble && !this.found
        ? html`<div class="panel-state" role="alert">${icons.alert}<p>${trouble.message}</p>
            <button class="button" @click=${this.#retry}>${icons.refresh} Retry</button></div>`
        : isEmpty
          ? html`<div class="empty"><p>No closed trades yet.</p><a class="button primary" href="/trades">To the trade log</a></div>`
          : this.#all(c)}
    </div>`;
  }

  #all(c) {
    const bins = () => html`<label class="row small"><span>Bins ${c.bins}</span>
      <input type="range" min="20" max="300" step="10" aria-label="Bins" .value=${String(c.bins)} @input=${(e) => (choice.value = { ...c, bins: Number(e.target.value) })} /></label>`;
    return html`<div class="board">
        ${this.#chart("wide", "Equity", "equity")} ${this.#chart("narrow", "Drawdown", "drawdown")}
        ${this.#chart("whole", "Distribution of results", "distribution", bins)}
      </div>
      ${c.days > 0 ? html`<p class="soft small">Equity and drawdown are of the last ${c.days} days, the distribution and the numbers of all closed trades.</p>` : nothing}
      <div class="groups">
        ${GROUPS.map(([name, rows]) =>
          this.#panel("", name, null, () => html`<dl class="numbers">
            ${rows.map(([label, draw]) => html`<div><dt>${label}</dt><dd class="num">${draw(this.found.analytics)}</dd></div>`)}
          </dl>`),
        )}
      </div>`;
  }

  #panel(place, heading, tools, content) {
    return html`<ms-panel
      class=${place}
      heading=${heading}
      .value=${this.found}
      .trouble=${this.#trouble()}
      .retry=${this.#retry}
      .tools=${tools}
      .content=${content}
    ></ms-panel>`;
  }

  #chart(place, heading, name, tools) {
    return this.#panel(place, heading, tools, () => this.#drawn(this.found.charts[name]));
  }

  #drawn({ label, draw, isEmpty }) {
    if (!isEmpty) return html`<ms-chart .label=${label} .draw=${draw}></ms-chart>`;
    return html`<div class="empty"><p>No trade was closed in this time.</p>
      <button class="button" @click=${() => (choice.value = { ...choice.value, days: 0 })}>Show all</button></div>`;
  }
}

define("ms-reports", Reports);
