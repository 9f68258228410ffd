import { each } from "../../ui/each.js";
import { dollars, number, profit } from "../../model/format.js";
import { fullRange, initialView } from "../../model/riskgraph.js";
import { label, recognise, symbolOf } from "../../model/structures.js";
import { heatmap, marketNow, spots, underlying, vix } from "../../app/market.js";
import { post } from "../../app/api.js";
import { priceLocked, Remembered, shownTheme } from "../../app/prefs.js";
import { go, place } from "../../app/router.js";
import { icons } from "../../ui/icons.js";
import { confirm } from "../../ui/sheet.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import { colours as pageColours } from "../../ui/chart.js";
import "../../ui/panel.js";
import { backdropMenu, backdropOf, backdropSignals } from "./backdrop.js";
import { add, change, drop, load, nextColour, positions, trouble } from "./book.js";
import { editPosition } from "./editor.js";
import { positionItem } from "./item.js";
import { Plot, ticks } from "./plot.js";
import { isSimulated, NOW, sceneOf } from "./scene.js";
import { simulate, simulated, stopSimulating } from "./simulated.js";
import { whatIf } from "./whatif.js";

/** The greeks of the user's positions are told to the copilot this often at most. */
const GREEKS_MS = 10_000;

/** Prices in the table that stands in for the graph. */
const TABLE_ROWS = 24;

/** The pricing that is also reckoned on many paths. */
const ON_PATHS = "monte_carlo";

const asTable = new Remembered("ms-risk-table", false);

const CURSORS = { price: "ew-resize", profit: "ns-resize" };

/** Positions over price: now, at expiry, and in a market that the user imagines. */
export class Risk extends View {
  static properties = { sim: { state: true } };

  #plot = null;
  #scene = null;
  #resized = null;
  #frame = 0;
  #told = 0;
  #drag = null;
  #fitted = "";

  constructor() {
    super();
    this.sim = NOW;
    new Watching(this, positions, trouble, spots, heatmap, shownTheme, priceLocked, asTable, simulated, ...backdropSignals);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resized = new ResizeObserver(() => this.#schedule());
    if (positions.value === null) load();
    this.#createFromAddress();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    stopSimulating();
  }

  /** A tile or a recommendation leads here with a shape in the address. */
  async #createFromAddress() {
    const q = place.value.query;
    if (!q.has("new")) return;
    const numberOf = (name) => (q.has(name) ? Number(q.get(name)) : undefined);
    const start = {
      type: q.get("new"),
      symbol: q.get("symbol") ?? undefined,
      strike: numberOf("strike"),
      width: numberOf("width") || undefined,
      right: q.get("side") ?? undefined,
      expiration: q.get("expiration") ?? undefined,
      cost: q.get("debit") ?? undefined,
    };
    go("/risk", { replace: true });
    await this.#create(start);
  }

  async #create(start = { symbol: underlying.value.replace("I:", "") }) {
    for (const made of (await editPosition(start)) ?? []) await add({ ...made, color: nextColour() });
  }

  render() {
    const list = positions.value;
    return html`
      <h1 class="visually-hidden">Risk graph</h1>
      <div class="risk">
        <ms-panel
          heading="Risk graph"
          hint="Drag to move, a strike's handle to move the strike, with Shift the whole position; the wheel and the axes zoom"
          model="spot"
          flush
          .value=${list}
          .trouble=${trouble.value}
          .retry=${load}
          .tools=${() => this.#tools()}
          .content=${() => this.#graph(list)}
        ></ms-panel>
        <div class="stack">
          <ms-panel
            heading="Positions"
            flush
            .value=${list}
            .trouble=${trouble.value}
            .retry=${load}
            .tools=${() => html`<button class="button tiny primary" @click=${() => this.#create()}>${icons.plus} Position</button>`}
            .content=${() => this.#list(list)}
          ></ms-panel>
          <ms-panel heading="What if" .content=${() => whatIf(this.sim, list ?? [], (sim) => (this.sim = sim))}></ms-panel>
        </div>
      </div>
    `;
  }

  /** The panel draws its content a moment after it was given it. */
  async updated() {
    await this.querySelector("ms-panel").updateComplete;
    if (this.isConnected) this.#show();
  }

  #show() {
    if (this.sim.model === ON_PATHS && this.#scene?.curves) simulate(this.#scene, this.sim);
    else if (simulated.value) stopSimulating();
    const canvas = this.querySelector("canvas.plot");
    if (!canvas) {
      this.#plot = null;
      return;
    }
    if (this.#plot?.canvas !== canvas) {
      this.#plot = new Plot(canvas);
      this.#fitted = "";
      this.#resized.disconnect();
      this.#resized.observe(canvas.parentElement);
    }
    this.#paint();
  }

  #tools() {
    return html`
      <span class="legend now">Now</span><span class="legend expiry">At expiry</span>
      ${backdropMenu()}
      <button class="button quiet tiny icon" aria-label="As a table" title="As a table" aria-pressed=${String(asTable.value)} @click=${() => (asTable.value = !asTable.value)}>${icons.table}</button>
      <button class="button quiet tiny icon" aria-label="Zoom in" @click=${() => this.#zoom(1.25)}>${icons.plus}</button>
      <button class="button quiet tiny icon" aria-label="Zoom out" @click=${() => this.#zoom(0.8)}>${icons.minus}</button>
      <button class="button quiet tiny icon" aria-label="Fit" title="Fit (F)" @click=${this.#fit}>${icons.fit}</button>
    `;
  }

  #graph(list) {
    if (list.length === 0) {
      return html`<div class="empty">
        <p>No positions yet. Make one, or click a tile of the heatmap.</p>
        <button class="button primary" @click=${() => this.#create()}>${icons.plus} Create position</button>
      </div>`;
    }
    this.#scene = sceneOf(list, this.sim, this.#range);
    const { totals, spot, curves } = this.#scene;
    const facts = curves ? this.#totals(this.#scene) : html`<div class="empty">${spot ? "All positions are hidden." : "Waiting for the first price…"}</div>`;
    if (asTable.value && curves) return html`${this.#table(this.#scene)} ${facts}`;
    return html`
      <div class="plot-frame">
        <canvas
          class="plot"
          tabindex="0"
          role="img"
          aria-label=${curves
            ? `Profit ${profit(totals.profit)} at ${number(spot)}; breakevens ${curves.breakevens.map((b) => number(b, 1)).join(", ") || "none"}`
            : "Nothing visible"}
          @wheel=${this.#wheel}
          @pointerdown=${this.#press}
          @pointermove=${this.#moveHand}
          @pointerup=${this.#release}
          @pointercancel=${this.#release}
          @pointerleave=${this.#leave}
          @dblclick=${this.#fit}
          @keydown=${this.#keys}
        ></canvas>
      </div>
      ${facts}
    `;
  }

  /** The curves in numbers: at round prices of what the graph would show at first. */
  #table({ curves, spot }) {
    const visible = positions.value.filter((p) => p.visible);
    const prices = [...ticks(initialView(visible, curves.breakevens, spot), TABLE_ROWS), spot].sort((a, b) => b - a);
    return html`<div class="plot-frame table-wrap" tabindex="0"><table class="table compact">
      <caption class="visually-hidden">Profit by price of the underlying</caption>
      <thead><tr><th scope="col" class="num">Price</th><th scope="col" class="num">Now</th><th scope="col" class="num">At expiry</th></tr></thead>
      <tbody>
        ${prices.map((price) => {
          const cell = (value) => html`<td class="num ${value < 0 ? "down" : "up"}">${profit(value, 0)}</td>`;
          return html`<tr aria-selected=${String(price === spot)}><th scope="row" class="num">${number(price)}${price === spot ? " spot" : ""}</th>${cell(curves.nowAt(price))}${cell(curves.expiryAt(price))}</tr>`;
        })}
      </tbody>
    </table></div>`;
  }

  #totals({ totals, curves, spot }) {
    const fact = (name, value, kind = "") => html`<div><dt>${name}</dt><dd class="num ${kind}">${value}</dd></div>`;
    return html`<dl class="facts risk-facts">
      ${fact("P&L", profit(totals.profit, 0), totals.profit < 0 ? "down" : "up")} ${fact("Δ", number(totals.delta, 1))}
      ${fact("Γ", number(totals.gamma, 3))} ${fact("Θ / day", profit(totals.theta, 0))} ${fact("Vega", profit(totals.vega, 0))}
      ${fact("Most to lose", totals.maxLoss == null ? "unlimited" : dollars(-totals.maxLoss, 0))}
      ${fact("Breakevens", curves.breakevens.map((b) => number(b, 1)).join(" · ") || "—")}
      ${fact("Spot", number(spot))} ${this.sim.model === ON_PATHS ? fact("P&L on 5,000 paths", this.#onPaths()) : nothing}
    </dl>`;
  }

  #onPaths() {
    const found = simulated.value;
    return found ? html`${profit(found.profit, 0)} <span class="faint">± ${number(found.error, 0)}</span>` : "…";
  }

  #range = (visible, spot) => {
    const full = fullRange(visible, spot, vix(), marketNow());
    const view = this.#plot?.view;
    return view ? [Math.min(full[0], view[0]), Math.max(full[1], view[1])] : full;
  };

  #schedule = () => {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  };

  #paint() {
    const plot = this.#plot;
    const scene = this.#scene;
    const frame = plot?.canvas.parentElement;
    if (!frame || frame.clientWidth === 0) return;
    plot.resize(frame.clientWidth, frame.clientHeight);
    if (scene.curves) {
      const key = positions.value.filter((p) => p.visible).map((p) => p.id).join();
      if (!plot.view || this.#fitted !== key) {
        this.#fitted = key;
        plot.view = initialView(positions.value.filter((p) => p.visible), scene.curves.breakevens, scene.spot);
        plot.zoomY = 1;
      }
    }
    const colours = this.#colours();
    const backdrop = backdropOf(scene.symbol, positions.value, plot.view, colours);
    plot.paint({ ...scene, handles: this.#handles(), backdrop }, colours);
    this.#tellGreeks(scene.totals);
  }

  #colours() {
    const c = pageColours();
    const style = getComputedStyle(this);
    const of = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
      ...c,
      panel: of("bg-panel"),
      sunken: of("bg-sunken"),
      font: style.fontFamily,
      size: parseFloat(style.fontSize),
    };
  }

  #handles() {
    return positions.value
      .filter((p) => p.visible && !p.pending)
      .flatMap((p) => p.legs.map((l, leg) => ({ id: p.id, leg, strike: l.strike, quantity: l.quantity, colour: p.color ?? "#7c9cff" })));
  }

  #tellGreeks(totals) {
    if (!totals || isSimulated(this.sim) || Date.now() - this.#told < GREEKS_MS) return;
    this.#told = Date.now();
    const { delta, gamma, theta } = totals;
    if ([delta, gamma, theta].every(Number.isFinite)) {
      post("/api/services/sse/greeks-update", { delta, gamma, theta }).catch(() => {});
    }
  }

  #zoom(factor) {
    const [low, high] = this.#plot?.view ?? [0, 0];
    this.#plot?.zoom(factor, (low + high) / 2);
    this.#schedule();
  }

  #fit = () => {
    this.#fitted = "";
    this.requestUpdate();
  };

  #wheel = (event) => {
    event.preventDefault();
    this.#plot.wheel(event);
    this.#schedule();
  };

  #press = (event) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { offsetX: x, offsetY: y } = event;
    const handle = this.#plot.handleAt(x, y);
    this.#drag = { x, y, handle, axis: handle ? null : this.#plot.axisAt(x, y), moved: false };
  };

  #moveHand = (event) => {
    const plot = this.#plot;
    if (!plot?.view) return;
    plot.cursor = { x: event.offsetX, y: event.offsetY };
    const drag = this.#drag;
    const { offsetX: x, offsetY: y } = event;
    if (!drag) {
      plot.canvas.style.cursor = plot.handleAt(x, y) ? "grab" : (CURSORS[plot.axisAt(x, y)] ?? "crosshair");
    } else {
      if (drag.handle) this.#dragStrike(drag.handle, plot.price(x), event.shiftKey);
      else if (drag.axis) plot.stretch(drag.axis, x - drag.x, y - drag.y);
      else plot.pan(x - drag.x);
      Object.assign(drag, { x, y, moved: true });
    }
    this.#schedule();
  };

  /** Moves a leg's strike under the hand, and all of the position's with it when it is to stay in shape. */
  #dragStrike({ id, leg }, price, whole) {
    const position = positions.value.find((p) => p.id === id);
    if (!position) return;
    const { increment } = symbolOf(position.symbol);
    const shift = Math.max(increment, Math.round(price / increment) * increment) - position.legs[leg].strike;
    if (shift === 0) return;
    const legs = position.legs.map((l, i) => (whole || i === leg ? { ...l, strike: l.strike + shift } : l));
    if (legs.some((l) => l.strike <= 0)) return;
    positions.value = positions.value.map((p) => (p.id === id ? { ...p, legs, dragged: position.dragged ?? position } : p));
  }

  #release = () => {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag?.handle || !drag.moved) return;
    const { dragged, ...position } = positions.value.find((p) => p.id === drag.handle.id) ?? {};
    if (!dragged) return;
    // What is taken back on refusal is the position before the hand touched it.
    positions.value = positions.value.map((p) => (p.id === dragged.id ? dragged : p));
    const { type, direction } = recognise(position.legs);
    const now = recognise(dragged.legs);
    // A name that the legs do not tell, such as that of a short one sold the other way round, stays.
    const named = type === now.type && direction === now.direction ? {} : { positionType: type, direction };
    change(position.id, { legs: position.legs, ...named });
  };

  #leave = () => {
    if (!this.#plot || this.#drag) return;
    this.#plot.cursor = null;
    this.#schedule();
  };

  #keys = (event) => {
    const plot = this.#plot;
    if (!plot?.view) return;
    const step = plot.inner.width / 12;
    const actions = {
      "+": () => this.#zoom(1.25),
      "=": () => this.#zoom(1.25),
      "-": () => this.#zoom(0.8),
      f: this.#fit,
      F: this.#fit,
      ArrowLeft: () => plot.pan(step),
      ArrowRight: () => plot.pan(-step),
      ArrowUp: () => plot.zoomProfit(1.1),
      ArrowDown: () => plot.zoomProfit(1 / 1.1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
    this.#schedule();
  };

  #list(list) {
    if (list.length === 0) return html`<div class="empty">Nothing here yet.</div>`;
    const rows = new Map((this.#scene?.rows ?? []).map((row) => [row.position.id, row]));
    return html`<ul class="positions">
      ${each(list, (p) => p.id, (p) => positionItem(p, rows.get(p.id), this.#actions))}
    </ul>`;
  }

  #actions = {
    change,
    edit: async (p) => {
      const made = await editPosition(p);
      if (made) await change(p.id, made);
    },
    remove: async (p) => {
      if (await confirm("Remove position", `Remove ${p.symbol} ${label(p)} from the risk graph?`, { yes: "Remove", danger: true })) {
        await drop(p.id);
      }
    },
  };
}

define("ms-risk", Risk);
