import { styled } from "../../ui/styled.js";
import { ladder, expirationAt } from "../../model/gamma.js";
import {
  atTheMoney,
  cellPrice,
  DISPLAYS,
  expectedMove,
  frame,
  Grid,
  rewardToRisk,
  SIDES,
  STRATEGIES,
  WINDOW,
} from "../../model/heat.js";
import { number } from "../../model/format.js";
import { hourOf, plusDays } from "../../model/newyork.js";
import { tradedSymbol } from "../../model/structures.js";
import {
  gamma,
  heatmap,
  marketNow,
  marketToday,
  spot,
  spots,
  underlying,
  vix,
  volumeProfile,
} from "../../app/market.js";
import { Remembered, shownTheme, textSize, contrast } from "../../app/prefs.js";
import { go } from "../../app/router.js";
import { check, segments, select } from "../../ui/controls.js";
import { viewMenu } from "../../ui/menu.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import { HeatLayout } from "./heat-layout.js";
import { HeatPainter, palette } from "./heat-painter.js";

const CLOSE_HOUR = 16;

/** Makes something anew only when that on which it depends is something else than the last time. */
function remembering() {
  let made;
  let before = null;
  return (make, ...on) => {
    if (!before || on.some((it, i) => it !== before[i])) {
      made = make();
      before = on;
    }
    return made;
  };
}

/** How the heatmap is looked at; remembered. */
export const look = new Remembered("ms-heatmap", {
  strategy: "butterfly",
  side: "both",
  theory: false,
  display: "debit",
  threshold: 50,
  optimal: 45,
  compression: 0,
  move: true,
  strip: true,
  net: true,
  table: false,
});

/** Days to expiry that the user chose; null follows the market. */
let chosenDte = null;

export function shownDte() {
  const dtes = heatmap.value.dtes;
  if (dtes.includes(chosenDte)) return chosenDte;
  const late = hourOf(marketNow()) >= CLOSE_HOUR && dtes.length > 1;
  return (late ? dtes.find((dte) => dte > 0) : dtes[0]) ?? 0;
}

/** The grid of tiles with gamma beside it: painted, because all of it may change at once. */
export class Heatmap extends View {
  static properties = {
    place: { attribute: false },
    collapsed: { type: Boolean },
    focused: { state: true },
    hovered: { state: true },
  };

  #painter = null;
  #layout = null;
  #grid = null;
  #colours = null;
  #centred = null;
  #resized = null;
  #stops = [];
  #due = 0;
  #stale = false;
  #framed = remembering();
  #laddered = remembering();
  #summed = remembering();

  constructor() {
    super();
    this.focused = null;
    this.hovered = null;
    new Watching(this, look, underlying);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resized = new ResizeObserver(() => this.#schedule());
    const recolour = () => {
      this.#colours = null;
      this.#schedule();
    };
    this.#stops = [
      ...[shownTheme, textSize, contrast].map((choice) => choice.watch(recolour)),
      ...[heatmap, gamma, volumeProfile, spots].map((signal) => signal.watch(this.#moved)),
    ];
    this.#moved();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#resized.disconnect();
    cancelAnimationFrame(this.#due);
    this.#due = 0;
  }

  render() {
    const state = heatmap.value;
    return html`<ms-panel
      heading="Heatmap ${tradedSymbol(underlying.value)}"
      hint="Price of each spread by strike and width"
      model="heatmap"
      feature="heatmap_access"
      movable
      flush
      ?collapsed=${this.collapsed}
      .value=${state.complete && state.tiles.size > 0 ? state : null}
      .tools=${() => this.#tools()}
      .content=${() => (look.value.table ? this.#table() : this.#canvas())}
    ></ms-panel>`;
  }

  /** The canvas is drawn by the panel, which is drawn after this. */
  updated() {
    this.querySelector("ms-panel").updateComplete.then(() => this.#settle());
  }

  #settle() {
    const scroller = this.querySelector(".heat-scroll");
    if (!scroller) {
      this.#painter = null;
      return;
    }
    const canvas = scroller.querySelector("canvas");
    if (this.#painter?.canvas !== canvas) {
      this.#painter = new HeatPainter(canvas);
      this.#colours = null;
      this.#centred = null;
      this.#resized.disconnect();
      this.#resized.observe(scroller);
    }
    this.#paint();
  }

  #set(change) {
    look.value = { ...look.value, ...change };
  }

  #tools() {
    const l = look.value;
    const dtes = heatmap.value.dtes;
    return html`
      ${segments("Strategy", STRATEGIES.map((s) => [s, capital(s)]), l.strategy, (strategy) => this.#set({ strategy }))}
      ${segments("Side", SIDES.map((s) => [s, capital(s)]), l.side, (side) => this.#set({ side }))}
      ${select(
        "Days to expiry",
        dtes.map((dte) => [dte, `${dte} DTE`]),
        shownDte(),
        (dte) => {
          chosenDte = Number(dte);
          this.#centred = null;
          this.requestUpdate();
        },
        { hidden: true },
      )}
      ${segments("Price", [[false, "Mkt"], [true, "Theo"]], l.theory, (theory) => this.#set({ theory }))}
      ${segments(
        "Display",
        DISPLAYS.map((d) => [d, { debit: "Debit", r2r: "R2R", diff: "% Diff" }[d]]),
        l.display,
        (display) => this.#set({ display }),
      )}
      ${viewMenu("heat-more", this.#more())}
    `;
  }

  #more() {
    const l = look.value;
    const slider = (label, name, min, max) => html`<label class="field">
      <span>${label}: ${l[name]}</span>
      <input
        type="range"
        min=${min}
        max=${max}
        .value=${String(l[name])}
        @input=${(event) => this.#set({ [name]: Number(event.target.value) })}
      />
    </label>`;
    return html`<div class="stack">
      ${slider("Colour threshold, %", "threshold", 1, 100)} ${slider("Optimal from, %", "optimal", 20, 90)}
      ${slider("Press rows inside the move, %", "compression", 0, 100)}
      ${check("Expected move", l.move, (move) => this.#set({ move }))}
      ${check("Gamma and volume beside it", l.strip, (strip) => this.#set({ strip }))}
      ${check("Net gamma instead of calls and puts", l.net, (net) => this.#set({ net }))}
      ${check("As a table", l.table, (table) => this.#set({ table }))}
    </div>`;
  }

  #makeGrid() {
    const { side, theory } = look.value;
    return new Grid(this.#frame(), { tiles: heatmap.value.tiles, side, theory, spot: spot() ?? 0 });
  }

  #frame() {
    const { tiles, shape } = heatmap.value;
    const { strategy, strip } = look.value;
    const dte = shownDte();
    const rows = strip ? this.#gammaRows() : [];
    return this.#framed(
      () => frame({ tiles, strategy, dte, extraStrikes: rows.map((row) => row.strike) }),
      tiles,
      shape,
      strategy,
      dte,
      rows,
    );
  }

  #gammaRows() {
    const date = expirationAt(gamma.value, marketToday(), shownDte());
    return this.#laddered(() => ladder(gamma.value, date), gamma.value, date);
  }

  #canvas() {
    this.#grid = this.#makeGrid();
    const focused = this.focused;
    return html`
      <div class="heat-head" aria-hidden="true">${this.#heads()}</div>
      <div class="heat-scroll" @scroll=${this.#schedule}>
        <div class="heat-space">
          <canvas
            tabindex="0"
            role="application"
            aria-roledescription="heatmap grid"
            aria-label=${focused ? this.#cellLabel(focused) : "Heatmap. Arrow keys move between cells, Enter opens one."}
            @keydown=${this.#keys}
            @pointermove=${this.#hover}
            @pointerleave=${() => (this.hovered = null)}
            @click=${this.#click}
            @blur=${() => (this.focused = null)}
          ></canvas>
        </div>
      </div>
      <div class="visually-hidden" aria-live="polite">${focused ? this.#cellLabel(focused) : nothing}</div>
      ${this.#detail()}
    `;
  }

  #heads() {
    const l = look.value;
    return html`${l.strip ? html`<span class="heat-head-strip">${l.net ? "Net gamma" : "Puts · Calls"}</span>` : nothing}
      <span class="heat-head-strike">Strike</span>
      ${this.#grid.columns.map((width) => html`<span class="heat-head-width">${l.strategy === "single" ? "Mid" : width}</span>`)}`;
  }

  #schedule = () => {
    if (this.#due !== 0) return;
    this.#due = requestAnimationFrame(() => {
      this.#due = 0;
      if (this.#stale) this.#repaint();
      else this.#paint();
    });
  };

  /** New numbers change the picture alone, unless something beside it tells of them as well. */
  #moved = () => {
    this.#stale = true;
    this.#schedule();
  };

  #repaint() {
    this.#stale = false;
    const told = !this.#painter || look.value.table || this.focused || this.hovered;
    if (told || this.#frame() !== this.#grid.frame) {
      this.requestUpdate();
    } else {
      this.#grid = this.#makeGrid();
      this.#paint();
    }
  }

  #paint() {
    const scroller = this.querySelector(".heat-scroll");
    if (!scroller || !this.#painter || !this.#grid) return;
    const l = look.value;
    const now = spot() ?? this.#grid.rows[this.#grid.rows.length >> 1] ?? 0;
    const move = expectedMove(now, vix(), shownDte());
    const width = scroller.clientWidth;
    const height = scroller.clientHeight;
    const layout = new HeatLayout({
      grid: this.#grid,
      width,
      strip: l.strip,
      spot: now,
      move,
      compression: l.compression,
      optimal: l.optimal,
    });
    this.#layout = layout;
    this.#colours ??= palette(scroller);
    scroller.firstElementChild.style.height = `${layout.height}px`;
    this.style.setProperty("--heat-strip", `${layout.stripWidth}px`);
    this.style.setProperty("--heat-cell", `${layout.cellWidth}px`);
    scroller.previousElementSibling.scrollLeft = scroller.scrollLeft;
    this.#centre(scroller, layout, now);
    this.#painter.resize(Math.max(width, layout.width), height);
    this.#painter.paint({
      grid: this.#grid,
      layout,
      colours: this.#colours,
      scroll: scroller.scrollTop,
      height,
      spot: now,
      spotText: number(now),
      atm: atTheMoney(this.#grid.rows, now),
      move,
      showMove: l.move,
      threshold: l.threshold,
      optimal: l.optimal,
      display: l.display,
      strategy: l.strategy,
      focus: this.focused ?? this.hovered,
      ...this.#stripScene(l),
    });
  }

  #stripScene(l) {
    if (!l.strip) return {};
    const rows = this.#gammaRows();
    const longest = rows.reduce(
      (most, row) => Math.max(most, l.net ? Math.abs(row.net) : Math.max(row.calls, row.puts)),
      0,
    );
    const volumes = this.#volumes();
    return {
      gamma: new Map(rows.map((row) => [row.strike, row])),
      longest,
      netOnly: l.net,
      volumes,
      mostVolume: Math.max(1, ...volumes.values()),
    };
  }

  /** Volume near each strike. */
  #volumes() {
    const { frame } = this.#grid;
    const profile = underlying.value === "I:SPX" ? volumeProfile.value : null;
    return this.#summed(() => this.#sums(frame, profile), frame, profile);
  }

  #sums({ rows, step }, profile) {
    const sums = new Map();
    if (!profile) return sums;
    for (const { price, volume } of profile.levels) {
      const strike = Math.round(price / step) * step;
      sums.set(strike, (sums.get(strike) ?? 0) + volume);
    }
    const visible = new Set(rows);
    for (const strike of sums.keys()) if (!visible.has(strike)) sums.delete(strike);
    return sums;
  }

  /** At first, and whenever another grid is shown, the market is in the middle. */
  #centre(scroller, layout, now) {
    const key = `${underlying.value}:${shownDte()}:${look.value.strategy}`;
    if (this.#centred === key || scroller.clientHeight === 0 || !(spot() > 0)) return;
    this.#centred = key;
    scroller.scrollTop = layout.heightOfPrice(now, this.#grid.rows) - scroller.clientHeight / 2;
  }

  #cellAt(event) {
    const scroller = this.querySelector(".heat-scroll");
    const { left, top } = this.#painter.canvas.getBoundingClientRect();
    const column = this.#layout.columnAt(event.clientX - left, this.#grid.columns.length);
    if (column < 0) return null;
    const row = this.#layout.rowAt(event.clientY - top + scroller.scrollTop);
    return { row, column, x: event.clientX, y: event.clientY };
  }

  #hover = (event) => {
    if (!this.#layout) return;
    const cell = this.#cellAt(event);
    if (cell?.row === this.hovered?.row && cell?.column === this.hovered?.column) return;
    this.hovered = cell;
  };

  #click = (event) => {
    const cell = this.#cellAt(event);
    if (cell) this.#open(cell);
  };

  #keys = (event) => {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      const from = this.focused ?? { row: atTheMoney(this.#grid.rows, spot() ?? 0), column: 0 };
      const row = Math.min(Math.max(from.row + step[0], 0), this.#grid.rows.length - 1);
      const column = Math.min(Math.max(from.column + step[1], 0), this.#grid.columns.length - 1);
      this.focused = { row, column };
      this.#reveal(row);
    } else if (event.key === "Enter" && this.focused) {
      this.#open(this.focused);
    } else if (event.key === "Escape") {
      this.focused = null;
    }
  };

  #reveal(row) {
    const scroller = this.querySelector(".heat-scroll");
    const top = this.#layout.tops[row];
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    const bottom = this.#layout.tops[row + 1];
    if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
  }

  #cellLabel({ row, column }) {
    const cell = this.#grid.row(row)[column];
    if (!cell) return "";
    const strike = this.#grid.rows[row];
    const width = this.#grid.columns[column];
    const price = cell.value == null ? "no price" : `debit ${cell.value.toFixed(2)}`;
    return `strike ${strike}${width ? ` width ${width}` : ""} ${cell.side} ${price} change ${cell.percent.toFixed(0)} %`;
  }

  #detail() {
    const cell = this.hovered;
    const found = cell && this.#grid.row(cell.row)[cell.column];
    if (!found?.tile) return nothing;
    const width = this.#grid.columns[cell.column];
    const theory = cellPrice(found.tile, found.side, true);
    const market = cellPrice(found.tile, found.side, false);
    const debit = market ?? theory;
    const ratio = look.value.strategy === "single" ? null : rewardToRisk(width, debit);
    const line = (name, value) => html`<dt>${name}</dt>
      <dd class="num">${value}</dd>`;
    const at = styled({
      left: `${cell.x > innerWidth - 260 ? cell.x - 240 : cell.x + 16}px`,
      top: `${Math.min(cell.y + 12, innerHeight - 190)}px`,
    });
    return html`<dl class="heat-detail" ${at}>
      <dt class="whole"><strong>${capital(look.value.strategy)} ${this.#grid.rows[cell.row]}${width ? ` / ${width}` : ""} ${found.side}</strong></dt>
      ${line("Market", number(market))} ${line("Theory", number(theory))}
      ${ratio == null ? nothing : line("Reward / risk", number(ratio, 1))}
      ${ratio == null ? nothing : line("Most to win", number(width - debit))}
      ${line("Change to the row above", `${number(found.percent, 0)} %`)}
      <dt class="whole faint">Click to open in the risk graph</dt>
    </dl>`;
  }

  #open({ row, column }) {
    const cell = this.#grid.row(row)[column];
    if (!cell?.tile) return;
    const debit = cell.value ?? cellPrice(cell.tile, cell.side, true);
    const wanted = new URLSearchParams({
      new: look.value.strategy,
      symbol: tradedSymbol(underlying.value),
      strike: this.#grid.rows[row],
      width: this.#grid.columns[column],
      side: cell.side,
      expiration: plusDays(marketToday(), shownDte()),
    });
    if (debit > 0) wanted.set("debit", debit.toFixed(2));
    go(`/risk?${wanted}`);
  }

  /** The same numbers for whoever reads tables. */
  #table() {
    const g = this.#makeGrid();
    const middle = atTheMoney(g.rows, spot() ?? 0);
    const from = Math.max(0, middle - WINDOW);
    const rows = g.rows.slice(from, middle + WINDOW);
    return html`<div class="table-wrap heat-table" tabindex="0">
      <table class="table">
        <caption class="visually-hidden">Prices by strike and width</caption>
        <thead>
          <tr>
            <th scope="col" class="num">Strike</th>
            ${g.columns.map((width) => html`<th scope="col" class="num">${width || "Mid"}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (strike, i) => html`<tr>
              <th scope="row" class="num">${strike}</th>
              ${g.row(from + i).map((cell) => html`<td class="num">${number(cell.value)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

define("ms-heatmap", Heatmap);
