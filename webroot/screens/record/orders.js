import { age, millis, moment, number } from "../../model/format.js";
import { SYMBOLS } from "../../model/structures.js";
import { data, get, post, remove } from "../../app/api.js";
import { inReach, live } from "../../app/market.js";
import { failed, succeeded } from "../../app/notices.js";
import { input, select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { openSheet } from "../../ui/sheet.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";

const RECENT = 20;
const TICK_MS = 1_000;

/** The order queue: simulated limit orders that fill against the live market. */
export class Orders extends View {
  static properties = { active: { state: true }, recent: { state: true }, trouble: { state: true }, now: { state: true } };

  #stops = [];
  #timer = 0;

  constructor() {
    super();
    this.active = null;
    this.recent = null;
    this.trouble = null;
    this.now = Date.now();
    new Watching(this, live.state);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.#stops = ["OrderCreated", "OrderCancelled", "OrderFilled", "reconnected"].map((name) => live.on(name, () => this.#load()));
    this.#timer = setInterval(() => (this.now = Date.now()), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    clearInterval(this.#timer);
  }

  async #load() {
    try {
      const [active, all] = await Promise.all([data(get("/api/orders/active")), data(get("/api/orders"))]);
      this.active = active;
      this.recent = (all ?? []).filter((o) => o.status !== "pending").slice(0, RECENT);
      this.trouble = null;
    } catch (cause) {
      this.trouble = cause;
    }
  }

  render() {
    return html`<div class="stack">
      <div class="row wrap spread">
        <h1>Orders</h1>
        <button class="button primary" ?disabled=${!inReach()} @click=${() => this.#create()}>${icons.plus} Order</button>
      </div>
      ${inReach() ? nothing : html`<p role="status" class="warn">The server is out of reach. Orders are not kept for later: the market will be another.</p>`}
      ${this.#panel("Waiting to enter", this.active, () => this.#pending(this.active.pending_entries ?? [], "No entry waits."))}
      ${this.#panel("Waiting to exit", this.active, () => this.#pending(this.active.pending_exits ?? [], "No exit waits."))}
      ${this.#panel("Recent", this.recent, () => this.#done(this.recent))}
    </div>`;
  }

  #panel(heading, value, content) {
    return html`<ms-panel heading=${heading} flush .value=${value} .trouble=${this.trouble} .retry=${() => this.#load()} .content=${content}></ms-panel>`;
  }

  #left(order) {
    if (!order.expires_at) return "EOD";
    const left = millis(order.expires_at) - this.now;
    return left > 0 ? age(left) : "expiring";
  }

  #pending(orders, none) {
    if (orders.length === 0) return html`<div class="empty">${none}</div>`;
    return this.#table(
      orders,
      [["Left", "num"], ["", ""]],
      (o) => html`<td class="num">${this.#left(o)}</td>
        <td><span class="row">
          <button class="button tiny" ?disabled=${!inReach()} @click=${() => this.#run("The order was not filled", "Order filled", () => post(`/api/orders/${o.id}/execute`, {}))}>Fill now</button>
          <button class="button tiny danger" ?disabled=${!inReach()} @click=${() => this.#run("The order still waits", "Order cancelled", () => remove(`/api/orders/${o.id}`))}>Cancel</button>
        </span></td>`,
    );
  }

  #done(orders) {
    if (orders.length === 0) return html`<div class="empty">Nothing was filled, cancelled or expired yet.</div>`;
    return this.#table(
      orders,
      [["Filled at", "num"], ["Status", ""]],
      (o) => html`<td class="num">${number(o.filled_price)}</td><td><span class="badge ${o.status === "filled" ? "up" : ""}">${o.status}</span></td>`,
    );
  }

  #table(orders, heads, rest) {
    return html`<div class="table-wrap" tabindex="0"><table class="table">
      <thead><tr>
        <th scope="col" class="minor">Made</th><th scope="col">Symbol</th><th scope="col">Direction</th><th scope="col" class="num">Limit</th><th scope="col" class="num">Qty</th><th scope="col" class="minor">Strategy</th>
        ${heads.map(([head, kind]) => html`<th scope="col" class=${kind}>${head || html`<span class="visually-hidden">Actions</span>`}</th>`)}
      </tr></thead>
      <tbody>
        ${orders.map(
          (o) => html`<tr>
            <td class="minor">${moment(o.created_at)}</td><td>${o.symbol}</td><td>${o.direction}</td><td class="num">${number(o.limit_price)}</td><td class="num">${o.quantity}</td><td class="minor">${o.strategy ?? "—"}</td>
            ${rest(o)}
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  async #run(what, done, work) {
    try {
      await work();
      succeeded(done);
      await this.#load();
    } catch (cause) {
      failed(what, cause);
    }
  }

  async #create() {
    const d = { symbol: "SPX", direction: "long", price: "", quantity: "1", strategy: "", notes: "" };
    let tried = false;
    const body = await openSheet(({ close, update }) => {
      const wrong = {
        price: Number(d.price) > 0 ? undefined : "A price above 0",
        quantity: Number.isInteger(Number(d.quantity)) && Number(d.quantity) > 0 ? undefined : "A whole number above 0",
      };
      return {
        title: "New entry order",
        main: html`<div class="fields">
            ${select("Symbol", Object.keys(SYMBOLS).map((s) => [s, s]), d.symbol, (v) => (d.symbol = v))}
            ${select("Direction", [["long", "Long"], ["short", "Short"]], d.direction, (v) => (d.direction = v))}
            ${input("Limit price, $", d.price, (v) => { d.price = v; update(); }, { type: "number", min: 0, required: true, problem: tried ? wrong.price : undefined })}
            ${input("Quantity", d.quantity, (v) => { d.quantity = v; update(); }, { type: "number", min: 1, step: 1, problem: tried ? wrong.quantity : undefined })}
            ${input("Strategy", d.strategy, (v) => (d.strategy = v), { maxlength: 50 })}
          </div>
          ${input("Notes", d.notes, (v) => (d.notes = v), { maxlength: 1000 })}
          <p class="small soft">A simulated order: it fills when the market trades at its limit, and expires at the close.</p>`,
        foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
          <button class="button primary" @click=${() => {
            tried = true;
            if (wrong.price || wrong.quantity) return update();
            return close({
              order_type: "entry",
              symbol: d.symbol,
              direction: d.direction,
              limit_price: Number(d.price),
              quantity: Number(d.quantity),
              ...(d.strategy ? { strategy: d.strategy } : {}),
              ...(d.notes ? { notes: d.notes } : {}),
            });
          }}>Place order</button>`,
      };
    });
    if (body) await this.#run("The order was not placed", "Order placed", () => post("/api/orders", body));
  }
}

define("ms-orders", Orders);
