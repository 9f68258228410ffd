import { moment, number } from "../../model/format.js";
import { data, get, query, remove } from "../../app/api.js";
import { live } from "../../app/market.js";
import { failed, succeeded } from "../../app/notices.js";
import { KEPT, onSettled, submit } from "../../app/queue.js";
import { input, segments, select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { confirm, openSheet } from "../../ui/sheet.js";
import { define, html, nothing, View } from "../../ui/view.js";
import "../../ui/panel.js";

const STATES = [["open", "Open"], ["planned", "Planned"], ["closed", "Closed"], ["all", "All"]];
const CHANGES = ["PositionCreated", "FillRecorded", "PositionAdjusted", "PositionClosed", "PositionDeleted"];

const legText = (l) =>
  l.instrumentType === "option"
    ? `${l.quantity > 0 ? "+" : "−"}${Math.abs(l.quantity)} ${l.strike}${l.right === "call" ? "C" : "P"} ${l.expiry}`
    : `${l.quantity > 0 ? "+" : "−"}${Math.abs(l.quantity)} ${l.instrumentType}`;

/** All legs in a line; an expiry that they share is said once. */
function legsText(legs) {
  const [first, ...others] = legs;
  if (!first) return "—";
  if (!first.expiry || others.some((l) => l.expiry !== first.expiry)) return legs.map(legText).join(" · ");
  return `${legs.map((l) => legText(l).replace(` ${l.expiry}`, "")).join("  ")} · ${first.expiry}`;
}

/** Positions with their legs and every fill. */
export class Positions extends View {
  static properties = { state: { state: true }, list: { state: true }, open: { state: true }, trouble: { state: true } };

  #stops = [];

  constructor() {
    super();
    this.state = "open";
    this.list = null;
    this.open = null;
    this.trouble = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.#stops = [
      ...[...CHANGES, "reconnected"].map((name) => live.on(name, () => this.#load())),
      onSettled(() => this.#load()),
    ];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
  }

  async #load() {
    try {
      this.list = (await data(get(`/api/positions${query({ status: this.state, limit: 500 })}`))) ?? [];
      this.trouble = null;
      if (this.open) this.open = await data(get(`/api/positions/${this.open.id}`)).catch(() => null);
    } catch (cause) {
      this.trouble = cause;
    }
  }

  render() {
    return html`<div class="stack">
      <div class="row wrap spread">
        <h1>Positions</h1>
        <button class="button primary" @click=${() => this.#create()}>${icons.plus} Position</button>
      </div>
      <ms-panel
        heading="Positions"
        flush
        .value=${this.list}
        .trouble=${this.trouble}
        .retry=${() => this.#load()}
        .tools=${() => segments("Show", STATES, this.state, (state) => {
          this.state = state;
          this.list = null;
          this.#load();
        })}
        .content=${() => this.#table()}
      ></ms-panel>
      ${this.open ? html`<ms-panel heading="Legs and fills" .content=${() => this.#detail(this.open)}></ms-panel>` : nothing}
    </div>`;
  }

  #table() {
    if (this.list.length === 0) {
      return html`<div class="empty"><p>No ${this.state === "all" ? "" : this.state} positions.</p>
        <button class="button primary" @click=${() => this.#create()}>${icons.plus} Create one</button></div>`;
    }
    return html`<div class="table-wrap" tabindex="0"><table class="table">
      <thead><tr><th scope="col">Symbol</th><th scope="col">Shape</th><th scope="col">Legs</th><th scope="col">State</th><th scope="col">Opened</th><th scope="col">Closed</th></tr></thead>
      <tbody>
        ${this.list.map(
          (p) => html`<tr aria-selected=${String(this.open?.id === p.id)}>
            <td><button class="button quiet tiny" @click=${() => this.#show(p)}>${p.symbol}</button></td>
            <td>${p.direction ?? ""} ${p.positionType?.replaceAll("_", " ") ?? "custom"}</td>
            <td class="small">${legsText(p.legs)}</td>
            <td><span class="badge ${p.status === "open" ? "warn" : ""}">${p.status}</span></td>
            <td>${moment(p.openedAt)}</td>
            <td>${moment(p.closedAt)}</td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  async #show(p) {
    try {
      this.open = await data(get(`/api/positions/${p.id}`));
    } catch (cause) {
      failed("The position could not be opened", cause);
    }
  }

  #detail(p) {
    const fills = p.fills ?? [];
    return html`<div class="stack">
      <div class="row wrap spread">
        <strong>${p.symbol} ${p.legs.length > 0 ? legsText(p.legs) : html`<span class="soft">without legs</span>`}</strong>
        <span class="row wrap">
          ${p.status === "closed" || p.legs.length === 0 ? nothing : html`<button class="button tiny" @click=${() => this.#fill(p)}>${icons.plus} Fill</button>`}
          ${p.status === "closed" ? nothing : html`<button class="button tiny" @click=${() => this.#close(p)}>Close</button>`}
          <button class="button tiny danger" @click=${() => this.#delete(p)}>${icons.trash} Delete</button>
        </span>
      </div>
      ${fills.length === 0
        ? html`<p class="soft">No fills yet.</p>`
        : html`<div class="table-wrap" tabindex="0"><table class="table">
            <thead><tr><th scope="col">When</th><th scope="col">Leg</th><th scope="col" class="num">Quantity</th><th scope="col" class="num">Price</th></tr></thead>
            <tbody>
              ${fills.map((f) => {
                const leg = p.legs.find((l) => l.id === f.legId);
                return html`<tr><td>${moment(f.occurredAt)}</td><td>${leg ? legText(leg) : "—"}</td><td class="num">${f.quantity}</td><td class="num">${number(f.price)}</td></tr>`;
              })}
            </tbody>
          </table></div>`}
    </div>`;
  }

  async #run(what, done, work) {
    try {
      if ((await work()) === KEPT) return;
      succeeded(done);
      await this.#load();
    } catch (cause) {
      failed(what, cause);
    }
  }

  async #create() {
    const { editPosition } = await import("../risk/editor.js");
    for (const made of (await editPosition()) ?? []) await this.#keep(made);
  }

  async #keep(made) {
    const body = {
      symbol: made.symbol,
      status: "planned",
      legs: made.legs.map((l) => ({ instrumentType: "option", expiry: l.expiration, strike: l.strike, right: l.right, quantity: l.quantity })),
      ...(made.label ? { tags: [made.label] } : {}),
    };
    await this.#run("The position was not created", "Position created", () =>
      submit(`Position ${body.symbol} ${legsText(body.legs)}`, "POST", "/api/positions", body),
    );
  }

  async #fill(p) {
    const d = { leg: p.legs[0].id, price: "", quantity: String(p.legs[0].quantity) };
    const body = await openSheet(({ close, update }) => ({
      title: "Record a fill",
      main: html`<div class="fields">
        ${select("Leg", p.legs.map((l) => [l.id, legText(l)]), d.leg, (leg) => {
          d.leg = leg;
          d.quantity = String(p.legs.find((l) => l.id === leg).quantity);
          update();
        })}
        ${input("Price, $", d.price, (v) => (d.price = v), { type: "number", min: 0, required: true })}
        ${input("Quantity", d.quantity, (v) => (d.quantity = v), { type: "number", step: 1, required: true })}
      </div>`,
      foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
        <button class="button primary" @click=${() => Number(d.price) >= 0 && d.price !== "" && Number.isInteger(Number(d.quantity)) && Number(d.quantity) !== 0 && close({ legId: d.leg, price: Number(d.price), quantity: Number(d.quantity) })}>Record</button>`,
    }));
    if (body) await this.#run("The fill was not recorded", "Fill recorded", () =>
      submit(`Fill of ${p.symbol} at ${body.price}`, "POST", `/api/positions/${p.id}/fills`, { occurredAt: new Date().toISOString(), ...body }),
    );
  }

  async #close(p) {
    if (!(await confirm("Close position", "Mark this position as closed?", { yes: "Close it" }))) return;
    await this.#run("The position is still open", "Position closed", () =>
      submit(`Close of ${p.symbol} ${legsText(p.legs)}`, "POST", `/api/positions/${p.id}/close`, {}, { version: p.version }),
    );
  }

  async #delete(p) {
    if (!(await confirm("Delete position", "Delete this position with its legs and fills?", { yes: "Delete", danger: true }))) return;
    this.open = null;
    await this.#run("The position is still there", "Position deleted", () => remove(`/api/positions/${p.id}`));
  }
}

define("ms-positions", Positions);
