import { each } from "../../ui/each.js";
import { cents, gain, moment, number, profitCents } from "../../model/format.js";
import { place, go } from "../../app/router.js";
import { Remembered } from "../../app/prefs.js";
import { waiting } from "../../app/queue.js";
import { input, segments, select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { openSheet } from "../../ui/sheet.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import { place as placeOrder } from "./desk.js";
import { askForAdjustment, askForClose, askForTrade } from "./entry.js";
import {
  adjustTrade,
  cancelRetire,
  choose,
  closeTrade,
  createLog,
  enter,
  isFixed,
  lifecycle,
  loadLogs,
  logs,
  openLog,
  refresh,
  renameLog,
  setCapital,
  trades,
  tradesToCome,
  trouble,
} from "./logs.js";

const PAGES = [10, 25, 50];

/** What an address may say of a new trade. */
const STARTS = ["symbol", "strategy", "side", "strike", "width", "dte", "price", "quantity"];

const list = new Remembered("ms-trades", { filter: "all", sort: "entry_time", down: true, size: 25 });

/** Columns that a narrow screen leaves to the trade's own page. */
const MINOR = new Set(["entry_price", "exit_price", "r_multiple"]);

const kindOf = (id, num) => `of-${id} ${num ? "num" : ""} ${MINOR.has(id) ? "minor" : ""}`;

/** A narrow screen has the day only. */
function whenOf({ entry_time: time }) {
  const [day, hour] = moment(time).split(", ");
  return html`${day}${hour ? html`<span class="minor">, ${hour}</span>` : nothing}`;
}

const COLUMNS = [
  ["entry_time", "Entered", (t) => whenOf(t)],
  ["symbol", "Symbol", (t) => t.symbol],
  ["strategy", "Strategy", (t) => html`${t.strategy?.replaceAll("_", " ")} <span class="soft">${t.side}</span>`],
  ["strike", "Strike", (t) => html`${t.strike}${t.width ? ` / ${t.width}` : ""}`, true],
  ["quantity", "Qty", (t) => number(t.quantity, 0), true],
  ["entry_price", "Entry", (t) => cents(t.entry_price), true],
  ["exit_price", "Exit", (t) => cents(t.exit_price), true],
  ["pnl", "P&L", (t) => html`<span class=${gain(t.pnl)}>${profitCents(t.pnl)}</span>`, true],
  ["r_multiple", "R", (t) => number(t.r_multiple), true],
  ["status", "Status", (t) => html`<span class="badge ${t.status === "open" ? "warn" : ""}">${t.waits ? "waiting" : t.pending ? "saving" : t.status}</span>`],
];

/** The trade log: what was traded, what it cost and what it brought. */
export class Trades extends View {
  static properties = { page: { state: true }, search: { state: true } };

  constructor() {
    super();
    this.page = 0;
    this.search = "";
    new Watching(this, logs, trades, trouble, list, waiting);
  }

  /** Trades tell no events: what was entered on another device is asked for when this one is looked at again. */
  #seen = () => {
    if (document.visibilityState === "visible") refresh();
  };

  connectedCallback() {
    super.connectedCallback();
    refresh();
    document.addEventListener("visibilitychange", this.#seen);
    const q = place.value.query;
    if (q.has("new")) {
      const start = Object.fromEntries(STARTS.filter((name) => q.has(name)).map((name) => [name, q.get(name)]));
      go("/trades", { replace: true });
      this.#enter(start);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#seen);
  }

  async #enter(start) {
    const body = await askForTrade(start);
    if (body) await (body.order_type ? placeOrder(body) : enter(body));
  }

  render() {
    const log = openLog();
    return html`<div class="stack">
      <div class="row wrap spread">
        <h1>Trade log</h1>
        <div class="row wrap">
          ${logs.value?.length
            ? select("Log", logs.value.map((l) => [l.id, l.lifecycle_state === "active" ? l.name : `${l.name} (${l.lifecycle_state})`]), log?.id, choose, { hidden: true })
            : nothing}
          <button class="button" @click=${() => this.#manage()}>Logs</button>
          <a class="button" href="/imports">${icons.upload} Import</a>
          ${log ? html`<a class="button" download href="/api/logs/${log.id}/export?format=csv">${icons.download} CSV</a>
            <a class="button" download href="/api/logs/${log.id}/export?format=xlsx">${icons.download} XLSX</a>` : nothing}
          <button class="button primary" ?disabled=${!log} @click=${() => this.#enter()}>${icons.plus} Trade</button>
        </div>
      </div>
      ${log ? this.#summary(log) : nothing}
      <ms-panel heading="Trades" flush .value=${trades.value} .trouble=${trouble.value} .retry=${loadLogs} .tools=${() => this.#tools()} .content=${() => this.#table()}></ms-panel>
    </div>`;
  }

  #summary(log) {
    const fact = (name, value, kind = "") => html`<div><dt>${name}</dt><dd class="num ${kind}">${value}</dd></div>`;
    return html`<dl class="facts record-facts">
      ${fact("Capital", cents(log.starting_capital))} ${fact("P&L", profitCents(log.total_pnl), gain(log.total_pnl))}
      ${fact("Trades", number(log.total_trades, 0))} ${fact("Open", number(log.open_trades, 0))} ${fact("Closed", number(log.closed_trades, 0))}
    </dl>`;
  }

  #tools() {
    const l = list.value;
    const set = (change) => {
      list.value = { ...l, ...change };
      this.page = 0;
    };
    return html`
      <label class="field">
        <span class="visually-hidden">Search trades</span>
        <input class="input" type="search" placeholder="Search" .value=${this.search} @input=${(e) => { this.search = e.target.value; this.page = 0; }} />
      </label>
      <span class="cards-only">${select("Sort by", COLUMNS.map(([id, name]) => [id, name]), l.sort, (sort) => set({ sort, down: true }), { hidden: true })}</span>
      ${segments("Show", [["all", "All"], ["open", "Open"], ["closed", "Closed"]], l.filter, (filter) => set({ filter }))}
    `;
  }

  #table() {
    if (!openLog()) {
      return html`<div class="empty">
        <p>No log yet. A log is where trades are kept, with its own capital.</p>
        <button class="button primary" @click=${() => this.#newLog()}>${icons.plus} Create a log</button>
      </div>`;
    }
    const rows = this.#rows();
    if (rows.length === 0) {
      return html`<div class="empty">
        <p>${trades.value.length === 0 ? "No trades yet." : "No trade fits."}</p>
        ${trades.value.length === 0 ? html`<button class="button primary" @click=${() => this.#enter()}>${icons.plus} Enter the first</button>` : nothing}
      </div>`;
    }
    const { size, sort, down } = list.value;
    const pages = Math.ceil(rows.length / size);
    const page = Math.min(this.page, pages - 1);
    return html`
      <div class="table-wrap">
        <table class="table cards" role="table">
          <caption class="visually-hidden">Trades of the log</caption>
          <thead role="rowgroup">
            <tr role="row">
              ${COLUMNS.map(
                ([id, name, , num]) => html`<th role="columnheader" scope="col" class=${kindOf(id, num)} aria-sort=${sort === id ? (down ? "descending" : "ascending") : "none"}>
                  <button @click=${() => (list.value = { ...list.value, sort: id, down: sort === id ? !down : true })}>${name}${sort === id ? (down ? " ↓" : " ↑") : ""}</button>
                </th>`,
              )}
              <th role="columnheader" scope="col"><span class="visually-hidden">Actions</span></th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${each(rows.slice(page * size, (page + 1) * size), (t) => t.id, (t) => this.#row(t))}
          </tbody>
        </table>
      </div>
      <div class="pager">
        <span class="soft">${rows.length} trades</span>
        ${select("Rows per page", PAGES.map((n) => [n, `${n} rows`]), size, (n) => (list.value = { ...list.value, size: Number(n) }), { hidden: true })}
        <button class="button tiny icon" aria-label="Previous page" ?disabled=${page === 0} @click=${() => (this.page = page - 1)}>${icons.left}</button>
        <span class="num">${page + 1} / ${pages}</span>
        <button class="button tiny icon" aria-label="Next page" ?disabled=${page >= pages - 1} @click=${() => (this.page = page + 1)}>${icons.right}</button>
      </div>
    `;
  }

  #rows() {
    const { filter, sort, down } = list.value;
    const words = this.search.trim().toLowerCase();
    const fits = (t) =>
      (filter === "all" || t.status === filter) &&
      (!words || `${t.symbol} ${t.strategy} ${t.side} ${t.strike} ${t.notes ?? ""} ${t.tags ?? ""}`.toLowerCase().includes(words));
    const sign = down ? -1 : 1;
    return tradesToCome().filter(fits).sort((a, b) => {
      const [x, y] = [a[sort], b[sort]];
      if (x == null || y == null) return x == null ? (y == null ? 0 : 1) : -1;
      return (x < y ? -1 : x > y ? 1 : 0) * sign;
    });
  }

  #row(t) {
    const free = !t.pending && !t.waits;
    return html`<tr role="row" aria-busy=${String(Boolean(t.pending))}>
      ${COLUMNS.map(([id, , draw, num]) =>
        html`<td role="cell" class=${kindOf(id, num)}>${id === "symbol" && !t.pending ? html`<a href="/trades/${t.id}">${draw(t)}</a>` : draw(t)}</td>`,
      )}
      <td role="cell" class="of-actions">
        <span class="row">
          ${free && t.status === "open" && !isFixed(t) ? html`<button class="button tiny" @click=${() => this.#adjust(t)}>Adjust</button>` : nothing}
          ${free && (t.status === "open" || t.status === "expired") ? html`<button class="button tiny" @click=${() => this.#close(t)}>Close</button>` : nothing}
        </span>
      </td>
    </tr>`;
  }

  async #close(trade) {
    const body = await askForClose(trade);
    if (body) await closeTrade(trade, body);
  }

  async #adjust(trade) {
    const body = await askForAdjustment(trade);
    if (body) await adjustTrade(trade, body);
  }

  async #newLog() {
    const d = { name: "", capital: "25000", risk: "" };
    let tried = false;
    const body = await openSheet(({ close, update }) => {
      const wrong = {
        name: d.name.trim() ? undefined : "A name",
        capital: Number(d.capital) > 0 ? undefined : "An amount above 0",
      };
      return {
        title: "New log",
        main: html`<div class="fields">
          ${input("Name", d.name, (v) => (d.name = v), { required: true, maxlength: 100, problem: tried ? wrong.name : undefined })}
          ${input("Starting capital, $", d.capital, (v) => (d.capital = v), { type: "number", min: 1, required: true, problem: tried ? wrong.capital : undefined })}
          ${input("Risk per trade, $", d.risk, (v) => (d.risk = v), { type: "number", min: 0 })}
        </div>`,
        foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
          <button class="button primary" @click=${() => {
            tried = true;
            const now = { name: d.name.trim(), capital: Number(d.capital) };
            if (!now.name || !(now.capital > 0)) return update();
            return close({ name: now.name, starting_capital: now.capital, ...(d.risk ? { risk_per_trade: Number(d.risk) } : {}) });
          }}>Create</button>`,
      };
    });
    if (!body) return;
    const made = await createLog(body);
    if (made?.id) await choose(made.id);
  }

  #manage() {
    return openSheet(
      ({ close, update }) => {
        const run = (work) => async () => {
          await work();
          update();
        };
        const step = (log, name, text) => html`<button class="button tiny" @click=${run(() => lifecycle(log, name))}>${text}</button>`;
        return {
          title: "Logs",
          main: html`<div class="table-wrap"><table class="table">
            <thead><tr><th scope="col">Name</th><th scope="col" class="num">Capital</th><th scope="col" class="num">P&L</th><th scope="col">State</th><th scope="col">Actions</th></tr></thead>
            <tbody>
              ${(logs.value ?? []).map(
                (log) => html`<tr>
                  <td>${log.name} ${log.is_default ? html`<span class="badge">default</span>` : nothing}</td>
                  <td class="num">${cents(log.starting_capital)}</td>
                  <td class="num">${profitCents(log.total_pnl)}</td>
                  <td>${log.lifecycle_state}</td>
                  <td><span class="row wrap">
                    <button class="button tiny" @click=${run(() => this.#rename(log))}>Rename</button>
                    <button class="button tiny" @click=${run(() => this.#capital(log))}>Capital</button>
                    ${log.lifecycle_state === "active" && !log.is_default ? step(log, "set-default", "Make default") : nothing}
                    ${log.lifecycle_state === "active" ? step(log, "archive", "Archive") : nothing}
                    ${log.lifecycle_state === "archived" ? step(log, "reactivate", "Reactivate") : nothing}
                    ${log.lifecycle_state === "archived" && !log.retire_scheduled_at ? step(log, "retire", "Retire") : nothing}
                    ${log.retire_scheduled_at ? html`<button class="button tiny" @click=${run(() => cancelRetire(log))}>Keep it</button>` : nothing}
                  </span></td>
                </tr>`,
              )}
            </tbody>
          </table></div>`,
          foot: html`<button class="button" @click=${run(() => this.#newLog())}>${icons.plus} Log</button>
            <button class="button primary" @click=${() => close()}>Done</button>`,
        };
      },
      { wide: true },
    );
  }

  async #ask(title, name, value, options) {
    let text = value;
    return openSheet(({ close }) => ({
      title,
      main: input(name, text, (v) => (text = v), options),
      foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
        <button class="button primary" @click=${() => close(text)}>Save</button>`,
    }));
  }

  async #rename(log) {
    const name = await this.#ask("Rename log", "Name", log.name, { maxlength: 100 });
    if (name?.trim()) await renameLog(log, name.trim());
  }

  async #capital(log) {
    const text = await this.#ask("Starting capital", "Dollars", String(log.starting_capital / 100), { type: "number", min: 1 });
    if (Number(text) > 0) await setCapital(log, Math.round(Number(text) * 100));
  }
}

define("ms-trades", Trades);
