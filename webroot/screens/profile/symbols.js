import { data, get, post, put, remove } from "../../app/api.js";
import { saved, succeeded } from "../../app/notices.js";
import { check, input, select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { confirm } from "../../ui/sheet.js";
import { define, html, nothing, View } from "../../ui/view.js";
import "../../ui/panel.js";
import { askUntilTaken } from "./ask.js";

/** What a symbol can be. */
export const KINDS = { index_option: "Index option", etf_option: "ETF option", future: "Future", stock: "Stock" };

const USUAL_MULTIPLIER = 100;
const MOST = 100_000;

const byKindAndName = (a, b) => a.asset_type.localeCompare(b.asset_type) || a.symbol.localeCompare(b.symbol);

/** The symbols that are offered, those of the user among them. */
export class SymbolSettings extends View {
  static properties = { list: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    this.list = null;
    this.trouble = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      this.list = (await data(get("/api/symbols?include_disabled=true"))) ?? [];
      this.trouble = null;
    } catch (cause) {
      this.trouble = cause;
    }
  }

  render() {
    return html`<ms-panel
      heading="Symbols"
      flush
      .value=${this.list}
      .trouble=${this.trouble}
      .retry=${() => this.#load()}
      .tools=${() => (this.list ? html`<button class="button tiny" @click=${() => this.#add()}>${icons.plus} Symbol</button>` : nothing)}
      .content=${() => this.#table()}
    ></ms-panel>`;
  }

  #table() {
    if (this.list.length === 0) {
      return html`<div class="empty"><p>No symbols are known.</p>
        <button class="button primary" @click=${() => this.#add()}>${icons.plus} Add one</button></div>`;
    }
    return html`<div class="table-wrap"><table class="table">
      <thead><tr><th scope="col">Offered</th><th scope="col">Symbol</th><th scope="col" class="minor">Name</th><th scope="col">Kind</th><th scope="col" class="num">Multiplier</th><th scope="col"><span class="visually-hidden">Actions</span></th></tr></thead>
      <tbody>
        ${this.list.map(
          (s) => html`<tr>
            <td>${check(`Offer ${s.symbol}`, Boolean(s.enabled), (enabled) => this.#offer(s, enabled), { hidden: true })}</td>
            <th scope="row">${s.symbol}</th>
            <td class="minor">${s.name}</td>
            <td>${KINDS[s.asset_type] ?? s.asset_type}</td>
            <td class="num">${s.multiplier}</td>
            <td class="right">${s.is_default
              ? nothing
              : html`<span class="badge">yours</span> <button class="button quiet tiny icon" title="Remove" aria-label="Remove ${s.symbol}" @click=${() => this.#remove(s)}>${icons.trash}</button>`}</td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  #put(symbol) {
    this.list = [...this.list.filter((s) => s.symbol !== symbol.symbol), symbol].sort(byKindAndName);
  }

  async #offer(symbol, enabled) {
    this.#put({ ...symbol, enabled });
    const kept = await saved("The symbol was not changed", () => put(pathOf(symbol), { enabled }));
    if (!kept) this.#put(symbol);
  }

  async #remove(symbol) {
    if (!(await confirm("Remove symbol", `Remove ${symbol.symbol}? Trades of it stay.`, { yes: "Remove", danger: true }))) return;
    this.list = this.list.filter((s) => s.symbol !== symbol.symbol);
    const gone = await saved("The symbol is still there", () => remove(pathOf(symbol)), `${symbol.symbol} removed`);
    if (!gone) this.#put(symbol);
  }

  async #add() {
    const made = await askForSymbol(this.list);
    if (!made) return;
    this.#put(made);
    succeeded(`${made.symbol} added`);
  }
}

const pathOf = ({ symbol }) => `/api/symbols/${encodeURIComponent(symbol)}`;

function problemsOf(d, known) {
  const symbol = nameOf(d);
  const multiplier = Number(d.multiplier);
  return {
    symbol: !symbol ? "A symbol" : known.some((s) => s.symbol === symbol) && `${symbol} is there already`,
    name: !d.name.trim() && "A name",
    multiplier: !(Number.isInteger(multiplier) && multiplier >= 1 && multiplier <= MOST) && "A whole number above 0",
  };
}

const nameOf = (d) => d.symbol.trim().toUpperCase();

const askForSymbol = (known) =>
  askUntilTaken({
    title: "Add a symbol",
    yes: "Add",
    draft: { symbol: "", name: "", kind: "stock", multiplier: String(USUAL_MULTIPLIER) },
    problemsOf: (d) => problemsOf(d, known),
    fields: (d, edit, problems) => html`<div class="fields">
      ${input("Symbol", d.symbol, edit("symbol"), { required: true, maxlength: 20, problem: problems.symbol })}
      ${input("Name", d.name, edit("name"), { required: true, maxlength: 255, problem: problems.name })}
      ${select("Kind", Object.entries(KINDS), d.kind, edit("kind"))}
      ${input("Dollars a point", d.multiplier, edit("multiplier"), { type: "number", min: 1, step: 1, required: true, problem: problems.multiplier })}
    </div>`,
    send: (d) =>
      data(post("/api/symbols", { symbol: nameOf(d), name: d.name.trim(), asset_type: d.kind, multiplier: Number(d.multiplier) })),
  });

define("ms-symbol-settings", SymbolSettings);
