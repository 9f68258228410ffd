import { cents, gain, moment, number, profitCents, signed } from "../../model/format.js";
import { data, get } from "../../app/api.js";
import { live } from "../../app/market.js";
import { KEPT, onSettled, waiting } from "../../app/queue.js";
import { go } from "../../app/router.js";
import { icons } from "../../ui/icons.js";
import { confirm } from "../../ui/sheet.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import { place } from "./desk.js";
import { askForAdjustment, askForClose, askForExit } from "./entry.js";
import { adjustTrade, annotateTrade, closeTrade, deleteTrade, isFixed, waitingFor } from "./logs.js";
import "./tags.js";

const EVENTS = { open: "Opened", adjust: "Adjusted", close: "Closed", auto_expired: "Expired", expire: "Expired", settle: "Settled" };

/** One trade with everything that happened to it. */
export class Trade extends View {
  static properties = { params: { attribute: false }, trade: { state: true }, trouble: { state: true } };

  /** What was written here and not yet saved. */
  #written = {};
  #stop = null;

  constructor() {
    super();
    this.trade = null;
    this.trouble = null;
    new Watching(this, waiting);
  }

  connectedCallback() {
    super.connectedCallback();
    const stops = [...["reconnected", "OrderFilled"].map((name) => live.on(name, () => this.#load())), onSettled(() => this.#load())];
    this.#stop = () => stops.forEach((stop) => stop());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  willUpdate(changed) {
    if (!changed.has("params")) return;
    this.#written = {};
    this.#load();
  }

  async #load() {
    try {
      this.trade = await data(get(`/api/trades/${this.params.id}`));
      this.trouble = null;
    } catch (cause) {
      // What is known of it is still worth seeing while the server cannot be reached.
      if (cause.isMissing || this.trade?.id !== this.params.id) this.trouble = cause;
    }
  }

  render() {
    const t = this.trade;
    if (this.trouble) {
      return html`<div class="panel-state" role="alert">
        ${icons.alert}
        <p>${this.trouble.isMissing ? "There is no such trade." : this.trouble.message}</p>
        <div class="row">
          ${this.trouble.isMissing ? nothing : html`<button class="button" @click=${() => this.#load()}>${icons.refresh} Retry</button>`}
          <a class="button" href="/trades">To the trade log</a>
        </div>
      </div>`;
    }
    return html`<div class="stack">
      <div class="row wrap spread">
        <h1>${t ? `${t.symbol} ${t.strategy?.replaceAll("_", " ")} ${t.strike}${t.width ? ` / ${t.width}` : ""} ${t.side}` : "Trade"}</h1>
        ${t ? this.#actions(t) : nothing}
      </div>
      <div class="board">
        <ms-panel class="half" heading="Trade" .value=${t} .content=${() => this.#facts(t)}></ms-panel>
        <ms-panel class="half" heading="Notes" .value=${t} .content=${() => this.#notesForm(t)}></ms-panel>
        <ms-panel class="whole" heading="History" flush .value=${t} .content=${() => this.#events(t)}></ms-panel>
      </div>
    </div>`;
  }

  #actions(t) {
    const then = async (work) => {
      const done = await work;
      if (done && done !== KEPT) await this.#load();
    };
    const waits = waitingFor(t);
    const closes = waits.some((m) => m.path.endsWith("/close"));
    const open = t.status === "open" && !closes;
    return html`<div class="row wrap">
      ${waits.length > 0 ? html`<span class="badge warn">${waits.length === 1 ? "1 change waits" : `${waits.length} changes wait`}</span>` : nothing}
      ${open && !isFixed(t)
        ? html`<button class="button" @click=${async () => {
            const body = await askForAdjustment(t);
            if (body) await then(adjustTrade(t, body));
          }}>Adjust</button>`
        : nothing}
      ${open
        ? html`<button class="button" @click=${async () => {
            const order = await askForExit(t);
            if (order) await place(order);
          }}>Exit at a limit</button>`
        : nothing}
      ${(open || t.status === "expired") && !closes
        ? html`<button class="button primary" @click=${async () => {
            const body = await askForClose(t);
            if (body) await then(closeTrade(t, body));
          }}>Close</button>`
        : nothing}
      ${isFixed(t)
        ? html`<span class="badge">simulated, fixed</span>`
        : html`<button class="button danger" @click=${() => this.#delete(t)}>${icons.trash} Delete</button>`}
    </div>`;
  }

  async #delete(t) {
    const sure = await confirm("Delete trade", "Delete this trade and its history? This cannot be taken back.", { yes: "Delete", danger: true });
    if (sure && (await deleteTrade(t))) go("/trades");
  }

  #facts(t) {
    const fact = (name, value, kind = "") => html`<div><dt>${name}</dt><dd class="num ${kind}">${value}</dd></div>`;
    return html`<dl class="facts">
      ${fact("Status", t.status)} ${fact("P&L", profitCents(t.pnl), gain(t.pnl))} ${fact("R", number(t.r_multiple))}
      ${fact("Contracts", number(t.quantity, 0))} ${fact("Entry", cents(t.entry_price))} ${fact("Exit", cents(t.exit_price))}
      ${fact("Entered", moment(t.entry_time))} ${fact("Exited", moment(t.exit_time))} ${fact("Spot at entry", number(t.entry_spot))}
      ${fact("Spot at exit", number(t.exit_spot))} ${fact("Planned risk", cents(t.planned_risk))} ${fact("DTE", t.dte)}
      ${fact("Most to win", cents(t.max_profit))} ${fact("Most to lose", cents(t.max_loss))} ${fact("Costs", cents((t.commission ?? 0) + (t.fees ?? 0)))} ${fact("Source", t.source ?? "—")}
    </dl>`;
  }

  #notesForm(t) {
    const { notes = t.notes ?? "", tags = t.tags ?? [] } = this.#written;
    return html`<form class="stack" @submit=${(event) => {
      event.preventDefault();
      this.#annotate(t, { notes, tags, ...this.#written });
    }}>
      ${isFixed(t) ? html`<p class="small soft">A simulated trade: what was dealt stays as it was. Notes and tags can be changed.</p>` : nothing}
      <label class="field">
        <span class="visually-hidden">Notes</span>
        <textarea class="textarea" maxlength="5000" .value=${notes} @input=${(e) => (this.#written.notes = e.target.value)}></textarea>
      </label>
      <ms-tags .value=${tags} @tags=${(e) => (this.#written.tags = e.detail)}></ms-tags>
      <div><button class="button">Save notes</button></div>
    </form>`;
  }

  async #annotate(t, body) {
    const saved = await annotateTrade(t, body);
    if (!saved) return;
    // What was written meanwhile is still to be saved.
    for (const [name, value] of Object.entries(body)) if (this.#written[name] === value) delete this.#written[name];
    this.trade = { ...this.trade, ...body };
  }

  /** How many contracts each event brought or took, and how many were held after it. */
  #withContracts(t, events) {
    const later = events.reduce((sum, e) => sum + (e.quantity_change ?? 0), 0);
    let held = 0;
    return events.map((e) => {
      const change = e.event_type === "open" ? t.quantity - later : (e.quantity_change ?? -held);
      held += change;
      return { ...e, change, held };
    });
  }

  #events(t) {
    const events = t.events ?? [];
    if (events.length === 0) return html`<div class="empty">Nothing happened yet.</div>`;
    return html`<div class="table-wrap" tabindex="0"><table class="table">
      <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col" class="num">Price</th><th scope="col" class="num">Contracts</th><th scope="col" class="num">Held</th><th scope="col" class="num">Spot</th><th scope="col">Notes</th></tr></thead>
      <tbody>
        ${this.#withContracts(t, events).map(
          (e) => html`<tr>
            <td>${moment(e.event_time)}</td>
            <td>${EVENTS[e.event_type] ?? e.event_type}</td>
            <td class="num">${cents(e.price)}</td>
            <td class="num">${signed(e.change, 0)}</td>
            <td class="num">${number(e.held, 0)}</td>
            <td class="num">${number(e.spot)}</td>
            <td>${e.notes ?? ""}</td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }
}

define("ms-trade", Trade);
