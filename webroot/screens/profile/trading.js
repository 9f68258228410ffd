import { live } from "lit/directives/live.js";
import { EXPIRIES, symbolOf, SYMBOLS, usualOf } from "../../model/structures.js";
import { loadSettings, set, setting, settings, trouble } from "../../app/settings.js";
import { select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import "./number-field.js";

const isAmount = (n) => n >= 0 && n <= 1e9;
const isCount = (n) => Number.isInteger(n) && n > 0 && n <= 1e6;
const isSize = (n) => n > 0 && n <= 1e5;

const LIMITS = [
  ["default_risk_per_trade", "Risk per trade, $", isAmount, "An amount from 0"],
  ["max_position_size", "Largest position, contracts", isCount, "A whole number above 0"],
  ["max_daily_loss", "Largest loss a day, $", isAmount, "An amount from 0"],
];

const SIZES = [
  ["increment", "Strike step"],
  ["width", "Usual width"],
];

const NAMES = { daily: "Every day", weekly: "Fridays", monthly: "Monthly" };

/** What the user risks, and how the options of each symbol are laid out. */
export class TradingSettings extends View {
  constructor() {
    super();
    new Watching(this, settings, trouble);
  }

  render() {
    const panel = (heading, hint, content) => html`<ms-panel
      heading=${heading}
      hint=${hint}
      .value=${settings.value}
      .trouble=${trouble.value}
      .retry=${loadSettings}
      .content=${content}
    ></ms-panel>`;
    return html`<div class="stack">
      ${panel("Trading", "Your own limits", () => this.#limits())}
      ${panel("Strikes and expiries", "With what a new position begins", () => this.#symbols())}
    </div>`;
  }

  #limits() {
    return html`<div class="fields">
      ${LIMITS.map(
        ([key, label, check, wrong]) => html`<ms-number-field
          .label=${label}
          .value=${live(setting("trading", key))}
          .check=${check}
          .wrong=${wrong}
          @number=${(e) => set("trading", key, e.detail)}
        ></ms-number-field>`,
      )}
    </div>`;
  }

  #symbols() {
    const registry = this.#registry();
    const symbols = [...new Set([...Object.keys(SYMBOLS), ...Object.keys(registry)])];
    return html`<p class="soft small">New positions in the risk graph begin with these. What you change holds on all your devices.</p>
      <div class="table-wrap"><table class="table tight">
        <thead><tr><th scope="col">Symbol</th>${SIZES.map(([, label]) => html`<th scope="col">${label}</th>`)}<th scope="col">Expiries</th><th scope="col"><span class="visually-hidden">Back to the usual</span></th></tr></thead>
        <tbody>${symbols.map((symbol) => this.#row(symbol, registry[symbol]))}</tbody>
      </table></div>`;
  }

  #row(symbol, own) {
    const now = symbolOf(symbol);
    return html`<tr>
      <th scope="row">${symbol}</th>
      ${SIZES.map(
        ([name, label]) => html`<td><ms-number-field
          bare
          needed
          .label=${`${label} of ${symbol}`}
          .value=${live(now[name])}
          .check=${isSize}
          .wrong=${"Above 0"}
          @number=${(e) => this.#change(symbol, { [name]: e.detail })}
        ></ms-number-field></td>`,
      )}
      <td>${select(`Expiries of ${symbol}`, EXPIRIES.map((days) => [days, NAMES[days]]), now.expiries, (expiries) => this.#change(symbol, { expiries }), { hidden: true })}</td>
      <td>${own
        ? html`<button class="button quiet tiny icon" title="Back to the usual" aria-label="Back to the usual for ${symbol}" @click=${() => this.#reset(symbol)}>${icons.refresh}</button>`
        : nothing}</td>
    </tr>`;
  }

  #registry() {
    const registry = setting("trading", "symbol_config_registry");
    return registry instanceof Object && !Array.isArray(registry) ? registry : {};
  }

  /** Only what differs from the usual is kept, so that a better usual reaches everybody else. */
  #change(symbol, change) {
    const usual = usualOf(symbol);
    const differing = Object.entries({ ...this.#registry()[symbol], ...change }).filter(([name, value]) => value !== usual[name]);
    if (differing.length === 0) return this.#reset(symbol);
    return set("trading", "symbol_config_registry", { ...this.#registry(), [symbol]: Object.fromEntries(differing) });
  }

  #reset(symbol) {
    const { [symbol]: gone, ...others } = this.#registry();
    return set("trading", "symbol_config_registry", others);
  }
}

define("ms-trading-settings", TradingSettings);
