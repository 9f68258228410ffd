import { age, millis, moment, number } from "../../model/format.js";
import { data, get, post, remove } from "../../app/api.js";
import { inReach, live, marketNow } from "../../app/market.js";
import { failed, succeeded } from "../../app/notices.js";
import { icons } from "../../ui/icons.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import { markOf, OUT_OF_REACH, place, tradeOf, wishOf } from "./desk.js";
import { askForTrade } from "./entry.js";
import { enter, loadLogs, openLog, trades } from "./logs.js";

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
    this.now = marketNow();
    new Watching(this, live.state, trades);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    if (trades.value === null) loadLogs();
    this.#stops = ["OrderCreated", "OrderCancelled", "OrderFilled", "reconnected"].map((name) => live.on(name, () => this.#load()));
    this.#timer = setInterval(() => (this.now = marketNow()), TICK_MS);
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
      ${inReach() ? nothing : html`<p role="status" class="warn">${OUT_OF_REACH}</p>`}
      ${this.#panel("Waiting to enter", this.active, () => this.#pending(this.active.pending_entries ?? [], "No entry waits."))}
      ${this.#panel("Waiting to exit", this.active, () => this.#pending(this.active.pending_exits ?? [], "No exit waits."))}
      ${this.#panel("Recent", this.recent, () => this.#done(this.recent))}
    </div>`;
  }

  #panel(heading, value, content) {
    return html`<ms-panel heading=${heading} flush .value=${value} .trouble=${this.trouble} .retry=${() => this.#load()} .content=${content}></ms-panel>`;
  }

  #left(order) {
    // An order of another program may wait for ever.
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
        <td><span class="row wrap">
          <button class="button tiny" ?disabled=${!inReach()} @click=${() => this.#run("The order was not filled", "Order filled", () => post(`/api/orders/${o.id}/execute`, {}))}>Fill now</button>
          <button class="button tiny danger" ?disabled=${!inReach()} @click=${() => this.#run("The order still waits", "Order cancelled", () => remove(`/api/orders/${o.id}`))}>Cancel</button>
        </span></td>`,
    );
  }

  #done(orders) {
    if (orders.length === 0) return html`<div class="empty">Nothing was filled, cancelled or expired yet.</div>`;
    return this.#table(
      orders,
      [["Filled at", "num"], ["Status", ""], ["", ""]],
      (o) => html`<td class="num">${number(o.filled_price)}</td><td><span class="badge ${o.status === "filled" ? "up" : ""}">${o.status}</span></td>
        <td>${o.status === "filled" && o.order_type === "entry" ? this.#brought(o) : nothing}</td>`,
    );
  }

  /** What is filled is no trade yet: the trader says in which log it is one. */
  #brought(order) {
    if (!wishOf(order)) return nothing;
    const trade = (trades.value ?? []).find((t) => t.tags?.includes(markOf(order)));
    if (trade?.pending) return html`<span class="soft">saving</span>`;
    if (trade) return html`<a href="/trades/${trade.id}">In the log</a>`;
    const log = openLog();
    return html`<button class="button tiny" title=${log ? `Into the log “${log.name}”` : nothing} ?disabled=${trades.value === null} @click=${() => enter(tradeOf(order))}>Enter as a trade</button>`;
  }

  #what(order) {
    const wish = wishOf(order);
    const text = wish ? `${wish.strategy} ${wish.strike}${wish.width ? ` / ${wish.width}` : ""} ${wish.side}` : (order.strategy ?? (order.trade_id ? "trade" : ""));
    return order.trade_id ? html`<a href="/trades/${order.trade_id}">${text}</a>` : text;
  }

  #table(orders, heads, rest) {
    return html`<div class="table-wrap" tabindex="0"><table class="table">
      <thead><tr>
        <th scope="col" class="minor">Made</th><th scope="col">What</th><th scope="col" class="minor">Direction</th><th scope="col" class="num">Limit</th><th scope="col" class="num minor">Stop</th><th scope="col" class="num">Qty</th>
        ${heads.map(([head, kind]) => html`<th scope="col" class=${kind}>${head || html`<span class="visually-hidden">Actions</span>`}</th>`)}
      </tr></thead>
      <tbody>
        ${orders.map(
          (o) => html`<tr>
            <td class="minor">${moment(o.created_at)}</td><td class="what">${o.symbol} ${this.#what(o)}</td><td class="minor">${o.direction}</td><td class="num">${number(o.limit_price)}</td><td class="num minor">${number(o.stop_loss)}</td><td class="num">${o.quantity}</td>
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
    const order = await askForTrade({ mode: "limit" });
    if (order && (await place(order))) await this.#load();
  }
}

define("ms-orders", Orders);
