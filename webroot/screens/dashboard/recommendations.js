import { each } from "../../ui/each.js";
import { styled } from "../../ui/styled.js";
import { number, signed } from "../../model/format.js";
import { plusDays } from "../../model/newyork.js";
import { tradedSymbol } from "../../model/structures.js";
import { marketToday, selector, underlying } from "../../app/market.js";
import { go } from "../../app/router.js";
import { icons } from "../../ui/icons.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";

const AT_FIRST = 5;

/** The list changes at most this often, or nobody could click it. */
const CALM_MS = 3_000;

const PARTS = [
  ["convexity", "Convexity"],
  ["r2r", "Reward / risk"],
  ["width_fit", "Width fit"],
  ["gamma_alignment", "Gamma alignment"],
];

const kind = (score) => (score >= 75 ? "up" : score >= 50 ? "warn" : "down");

/** The trades that score best now, each with its reasons. */
export class Recommendations extends View {
  static properties = {
    place: { attribute: false },
    collapsed: { type: Boolean },
    open: { state: true },
    all: { state: true },
    shown: { state: true },
  };

  #taken = 0;
  #timer = 0;

  constructor() {
    super();
    this.open = null;
    this.all = false;
    this.shown = null;
    new Watching(this, selector, underlying);
  }

  willUpdate() {
    const latest = selector.value;
    if (latest === this.shown) return;
    const wait = this.#taken + CALM_MS - Date.now();
    const other = latest?.symbol !== this.shown?.symbol;
    if (other || wait <= 0) {
      this.shown = latest;
      this.#taken = Date.now();
    } else if (this.#timer === 0) {
      this.#timer = setTimeout(() => {
        this.#timer = 0;
        this.requestUpdate();
      }, wait);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  render() {
    return html`<ms-panel
      heading="Trade recommendations"
      hint="Butterflies by composite score; observations, not advice"
      model="selector"
      movable
      flush
      ?collapsed=${this.collapsed}
      .value=${this.shown}
      .content=${() => this.#list(this.shown)}
    ></ms-panel>`;
  }

  #list(model) {
    const trades = model.recommendations ?? [];
    if (trades.length === 0) {
      return html`<div class="empty">${model.error ?? "Nothing passes the filter now: every debit is above a tenth of its width."}</div>`;
    }
    const visible = this.all ? trades : trades.slice(0, AT_FIRST);
    return html`
      <ol class="trades">
        ${each(visible, (trade) => trade.tile_key, (trade) => this.#trade(trade))}
      </ol>
      <div class="trades-foot">
        <span class="faint">${number(model.total_scored, 0)} tiles scored, ${number(model.filtered_by_debit_rule, 0)} too dear${model.gamma_magnet ? html`, magnet ${number(model.gamma_magnet, 0)}` : nothing}</span>
        ${trades.length > AT_FIRST
          ? html`<button class="button quiet tiny" @click=${() => (this.all = !this.all)}>
              ${this.all ? "Show fewer" : `Show ${trades.length - AT_FIRST} more`}
            </button>`
          : nothing}
      </div>
    `;
  }

  #trade(trade) {
    const expanded = this.open === trade.tile_key;
    const score = trade.score?.composite ?? 0;
    return html`<li class="trade">
      <button class="trade-head" aria-expanded=${String(expanded)} @click=${() => (this.open = expanded ? null : trade.tile_key)}>
        <span class="rank ${trade.rank <= 3 ? "top" : ""}">${trade.rank}</span>
        <span class="trade-name">
          <strong>${trade.strike} / ${trade.width}</strong> ${trade.side}
          <small class="soft">${trade.dte} DTE · ${signed(trade.distance_to_spot, 0)} pts</small>
        </span>
        <span class="num">${number(trade.debit)}</span>
        <span class="num soft">${number(trade.r2r_ratio, 1)}×</span>
        <span class="score num ${kind(score)}">${number(score, 0)}</span>
      </button>
      ${expanded ? this.#reasons(trade) : nothing}
    </li>`;
  }

  #reasons(trade) {
    const parts = trade.score?.components ?? {};
    return html`<div class="trade-reasons">
      ${PARTS.map(
        ([id, name]) => html`<div class="reason">
          <span>${name}</span>
          <span class="meter" role="img" aria-label="${name} ${number(parts[id], 0)} of 100">
            <i ${styled({ width: `${parts[id] ?? 0}%` })}></i>
          </span>
          <span class="num">${number(parts[id], 0)}</span>
        </div>`,
      )}
      <p class="small soft">
        Reward to risk ${trade.r2r_vs_typical}; wins at most ${number(trade.max_profit)}, loses at most
        ${number(trade.max_loss)}.
        ${trade.distance_to_gamma_magnet == null ? nothing : html`${signed(trade.distance_to_gamma_magnet, 0)} from the magnet.`}
        Confidence ${number((trade.score?.confidence ?? 0) * 100, 0)} %.
      </p>
      <div class="row wrap">
        ${(trade.edge_cases ?? []).map((edge) => html`<span class="badge warn">${edge.replaceAll("_", " ")}</span>`)}
        <span class="badge">${trade.campaign?.replaceAll("_", " ")}</span>
        <button class="button tiny" @click=${() => this.#toRiskGraph(trade)}>${icons.right} Risk graph</button>
      </div>
    </div>`;
  }

  #toRiskGraph(trade) {
    const wanted = new URLSearchParams({
      new: trade.strategy,
      symbol: tradedSymbol(underlying.value),
      strike: trade.strike,
      width: trade.width,
      side: trade.side,
      expiration: plusDays(marketToday(), trade.dte),
      debit: trade.debit,
    });
    go(`/risk?${wanted}`);
  }
}

define("ms-recommendations", Recommendations);
