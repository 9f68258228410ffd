import { each } from "../../ui/each.js";
import { dollars, number, profit, signed } from "../../model/format.js";
import { fullRange, hoursAt, initialView, isExpired } from "../../model/riskgraph.js";
import { asTile, label, modelKey, notation, symbolOf } from "../../model/structures.js";
import { REGIMES, SMILES } from "../../model/volatility.js";
import { bias, exposure, heatmap, marketNow, spots, underlying, vix } from "../../app/market.js";
import { post } from "../../app/api.js";
import { Remembered, shownTheme } from "../../app/prefs.js";
import { go, place } from "../../app/router.js";
import { select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { confirm } from "../../ui/sheet.js";
import { styled } from "../../ui/styled.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import { colours as pageColours } from "../../ui/chart.js";
import "../../ui/panel.js";
import { add, change, drop, load, nextColour, positions, trouble } from "./book.js";
import { STRATEGY_NAMES } from "../record/entry.js";
import { editPosition } from "./editor.js";
import { Plot } from "./plot.js";
import { hoursLeft, isSimulated, NOW, sceneOf } from "./scene.js";

/** The greeks of the user's positions are told to the copilot this often at most. */
const GREEKS_MS = 10_000;

const showLevels = new Remembered("ms-risk-levels", true);

/** Positions over price: now, at expiry, and in a market that the user imagines. */
export class Risk extends View {
  static properties = { sim: { state: true }, selected: { state: true } };

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
    this.selected = null;
    new Watching(this, positions, trouble, spots, heatmap, shownTheme, showLevels);
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
    const made = await editPosition(start);
    if (made) await add({ ...made, color: nextColour() });
  }

  render() {
    const list = positions.value;
    return html`
      <h1 class="visually-hidden">Risk graph</h1>
      <div class="risk">
        <ms-panel
          heading="Risk graph"
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
          <ms-panel heading="What if" .content=${() => this.#sliders(list ?? [])}></ms-panel>
        </div>
      </div>
    `;
  }

  updated() {
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
      <button class="button quiet tiny" aria-pressed=${String(showLevels.value)} @click=${() => (showLevels.value = !showLevels.value)}>
        Levels
      </button>
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
      ${curves ? this.#totals(this.#scene) : html`<div class="empty">${spot ? "All positions are hidden." : "Waiting for the first price…"}</div>`}
    `;
  }

  #totals({ totals, curves, spot }) {
    const fact = (name, value, kind = "") => html`<div><dt>${name}</dt><dd class="num ${kind}">${value}</dd></div>`;
    return html`<dl class="facts risk-facts">
      ${fact("P&L", profit(totals.profit, 0), totals.profit < 0 ? "down" : "up")} ${fact("Δ", number(totals.delta, 1))}
      ${fact("Γ", number(totals.gamma, 3))} ${fact("Θ / day", profit(totals.theta, 0))} ${fact("Vega", profit(totals.vega, 0))}
      ${fact("Most to lose", totals.maxLoss == null ? "unlimited" : dollars(-totals.maxLoss, 0))}
      ${fact("Breakevens", curves.breakevens.map((b) => number(b, 1)).join(" · ") || "—")}
      ${fact("Spot", number(spot))}
    </dl>`;
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
    plot.paint({ ...scene, handles: this.#handles(), levels: this.#levels() }, this.#colours());
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

  #levels() {
    if (!showLevels.value || modelKey(this.#scene.symbol ?? "") !== underlying.value) return [];
    const c = pageColours();
    const b = bias.value ?? {};
    return [
      { price: b.gex_flip_level ?? exposure.value?.zero_gamma, text: "zero γ", colour: c.accent },
      { price: b.max_net_gex_strike, text: "magnet", colour: c.magenta },
    ].filter((level) => level.price > 0);
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
    const handle = this.#plot.handleAt(event.offsetX, event.offsetY);
    this.#drag = { x: event.offsetX, handle, moved: false };
  };

  #moveHand = (event) => {
    const plot = this.#plot;
    if (!plot?.view) return;
    plot.cursor = { x: event.offsetX, y: event.offsetY };
    const drag = this.#drag;
    if (drag?.handle) {
      this.#dragStrike(drag.handle, plot.price(event.offsetX));
      drag.moved = true;
    } else if (drag) {
      plot.pan(event.offsetX - drag.x);
      drag.x = event.offsetX;
      drag.moved = true;
    } else {
      plot.canvas.style.cursor = plot.handleAt(event.offsetX, event.offsetY) ? "ew-resize" : "crosshair";
    }
    this.#schedule();
  };

  /** Moves a leg's strike under the hand; the whole position follows when Alt is not needed. */
  #dragStrike({ id, leg }, price) {
    const position = positions.value.find((p) => p.id === id);
    if (!position) return;
    const { increment } = symbolOf(position.symbol);
    const strike = Math.max(increment, Math.round(price / increment) * increment);
    if (position.legs[leg].strike === strike) return;
    const legs = position.legs.map((l, i) => (i === leg ? { ...l, strike } : l));
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
    change(position.id, { legs: position.legs });
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
      ArrowUp: () => (plot.zoomY *= 1.1),
      ArrowDown: () => (plot.zoomY /= 1.1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
    this.#schedule();
  };

  #list(list) {
    if (list.length === 0) return html`<div class="empty">Nothing here yet.</div>`;
    const rows = this.#scene?.rows ?? [];
    return html`<ul class="positions">
      ${each(list, (p) => p.id, (p) => this.#position(p, rows.find((row) => row.position.id === p.id)))}
    </ul>`;
  }

  #position(p, row) {
    const expired = p.legs.every((l) => isExpired(l.expiration, marketNow()));
    const value = row?.value;
    return html`<li class="position ${p.visible ? "" : "hidden-one"} ${expired ? "expired" : ""}" aria-busy=${String(Boolean(p.pending))}>
      <span class="swatch" ${styled({ background: p.color ?? "var(--accent)" })}></span>
      <div class="grow">
        <div class="row spread">
          <strong>${p.symbol} ${p.label || label(p)}${p.waits ? html` <span class="badge warn">waiting</span>` : nothing}</strong>
          <span class="num ${row?.profit < 0 ? "down" : "up"}">${profit(row?.profit, 0)}</span>
        </div>
        <div class="row spread small soft">
          <span>${notation(p.legs)}</span>
          <span>${p.dte ?? "—"} DTE</span>
        </div>
        <div class="row spread small">
          <span class="soft">
            ${p.costBasis == null ? "no cost" : `${p.costBasisType} ${number(p.costBasis)}`} · worth ${number(value)}
          </span>
          <span class="row">
            ${this.#action(p.visible ? icons.eye : icons.eyeOff, p.visible ? "Hide" : "Show", p, () => change(p.id, { visible: !p.visible }))}
            ${this.#action(icons.edit, "Edit", p, () => this.#edit(p))}
            ${this.#action(icons.plus, "Log as trade", p, () => this.#logTrade(p, value))}
            ${this.#action(icons.trash, "Remove", p, () => this.#remove(p))}
          </span>
        </div>
      </div>
    </li>`;
  }

  #action(icon, name, p, run) {
    return html`<button class="button quiet tiny icon" aria-label="${name} ${label(p)}" title=${name} ?disabled=${p.pending} @click=${run}>${icon}</button>`;
  }

  async #edit(p) {
    const made = await editPosition(p);
    if (made) await change(p.id, made);
  }

  async #remove(p) {
    if (await confirm("Remove position", `Remove ${p.symbol} ${label(p)} from the risk graph?`, { yes: "Remove", danger: true })) {
      await drop(p.id);
    }
  }

  #logTrade(p, value) {
    const { strategy, side, strike, width } = asTile(p);
    const wanted = new URLSearchParams({ new: "1", symbol: p.symbol, strategy, side, strike, width, dte: p.dte ?? 0 });
    if (STRATEGY_NAMES.includes(p.positionType)) wanted.set("strategy", p.positionType);
    if (p.costBasis ?? value) wanted.set("price", String((p.costBasis ?? value).toFixed(2)));
    go(`/trades?${wanted}`);
  }

  #sliders(list) {
    const sim = this.sim;
    const set = (edit) => (this.sim = { ...sim, ...edit });
    const visible = list.filter((p) => p.visible);
    const hours = visible.length > 0 ? hoursAt(sim.time, hoursLeft(visible)) : 0;
    const slider = (name, text, field, min, max, step) => html`<label class="field">
      <span class="row spread"><span>${name}</span><strong class="num">${text}</strong></span>
      <input type="range" min=${min} max=${max} step=${step} .value=${String(sim[field])} @input=${(e) => set({ [field]: Number(e.target.value) })} />
    </label>`;
    return html`<div class="stack">
      ${slider("Time ahead", hours < 1 ? `${Math.round(hours * 60)} min` : `${number(hours, 1)} h`, "time", 0, 100, 0.5)}
      ${slider("Volatility", `${signed(sim.volatility, 1)} pts (VIX ${number((vix() ?? 0) + sim.volatility, 1)})`, "volatility", -20, 60, 0.5)}
      ${slider("Spot", `${signed(sim.spot, 2)} %`, "spot", -10, 10, 0.05)}
      <div class="fields">
        ${select("Pricing", Object.entries(SMILES).map(([id, m]) => [id, m.label]), sim.model, (model) => set({ model }))}
        ${select("Skew", [["auto", "By VIX"], ...Object.entries(REGIMES).map(([id, r]) => [id, r.label])], sim.regime, (regime) => set({ regime }))}
      </div>
      <div class="row spread">
        <span class="small soft">${isSimulated(sim) ? html`<span class="badge warn">imagined market</span>` : "as the market is"}</span>
        <button class="button tiny" ?disabled=${sim === NOW} @click=${() => (this.sim = NOW)}>Reset</button>
      </div>
    </div>`;
  }
}

define("ms-risk", Risk);
