/** Paints the part of the heatmap that is in sight. */

import { bar } from "../../model/gamma.js";
import { cellText, colour, isBoundary, LEAST_TEXT_HEIGHT } from "../../model/heat.js";
import { STRIKE_WIDTH } from "./heat-layout.js";

const DARK_TEXT = "#0b0e14";
const LIGHT_TEXT = "#ffffff";
const SPOT_HEIGHT = 16;

/** Colours change with the theme; they are read once and again when it does. */
export function palette(element) {
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    empty: of("--cell-empty"),
    panel: of("--bg-panel"),
    sunken: of("--bg-sunken"),
    line: of("--line"),
    text: of("--text"),
    soft: of("--text-soft"),
    faint: of("--text-faint"),
    spot: of("--spot"),
    accent: of("--accent"),
    up: of("--up"),
    down: of("--down"),
    profile: of("--accent"),
    font: style.fontFamily,
    size: parseFloat(style.fontSize) || 13,
  };
}

const luminance = ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b;

export class HeatPainter {
  #context;

  constructor(canvas) {
    this.canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
  }

  /** Makes the canvas as large as its place, in device pixels. */
  resize(width, height) {
    const ratio = devicePixelRatio || 1;
    const w = Math.round(width * ratio);
    const h = Math.round(height * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  paint(scene) {
    const { layout, colours, scroll, height } = scene;
    const c = this.#context;
    c.fillStyle = colours.panel;
    c.fillRect(0, 0, layout.width, height);
    const first = layout.rowAt(scroll);
    const last = Math.min(scene.grid.rows.length - 1, layout.rowAt(scroll + height));
    c.textBaseline = "middle";
    scene.spotTop = scene.spot > 0 ? layout.heightOfPrice(scene.spot, scene.grid.rows) - scroll : -Infinity;
    for (let row = first; row <= last; row++) this.#row(scene, row, layout.tops[row] - scroll);
    this.#spotLine(scene, last);
    this.#focus(scene);
  }

  #row(scene, row, top) {
    const { grid, layout, colours, spot, move } = scene;
    const strike = grid.rows[row];
    const high = layout.heightOf(row);
    if (layout.stripWidth > 0) this.#strip(scene, strike, top, high);
    this.#strike(scene, strike, row, top, high);
    this.#cells(scene, row, top, high);
    if (scene.showMove && isBoundary(strike, spot, move, grid.step / 2)) {
      const c = this.#context;
      c.strokeStyle = colours.accent;
      c.setLineDash([5, 4]);
      c.lineWidth = 1;
      const edge = Math.round(strike > spot ? top : top + high) - 0.5;
      c.beginPath();
      c.moveTo(layout.stripWidth, edge);
      c.lineTo(layout.width, edge);
      c.globalAlpha = 0.7;
      c.stroke();
      c.globalAlpha = 1;
      c.setLineDash([]);
    }
  }

  #strike({ grid, layout, colours, atm, focus, spotTop }, strike, row, top, high) {
    const c = this.#context;
    const near = row === atm || row === atm - 1;
    c.fillStyle = near ? colours.sunken : colours.panel;
    c.fillRect(layout.stripWidth, top, STRIKE_WIDTH, high);
    // The market's price would cover it half.
    if (high < LEAST_TEXT_HEIGHT || Math.abs(top + high / 2 - spotTop) < SPOT_HEIGHT * 0.8) return;
    c.font = `${near || focus?.row === row ? 600 : 400} ${colours.size * 0.92}px ${colours.font}`;
    c.fillStyle = near ? colours.text : colours.soft;
    c.textAlign = "center";
    c.fillText(String(grid.rows[row] % 1 ? strike.toFixed(1) : strike), layout.stripWidth + STRIKE_WIDTH / 2, top + high / 2);
  }

  #cells({ grid, layout, colours, threshold, optimal, display, strategy }, row, top, high) {
    const c = this.#context;
    const legible = high >= LEAST_TEXT_HEIGHT;
    const cells = grid.row(row);
    c.textAlign = "center";
    c.font = `500 ${colours.size * 0.92}px ${colours.font}`;
    for (let column = 0; column < cells.length; column++) {
      const { value, percent } = cells[column];
      const rgb = colour(value, percent, threshold);
      const left = layout.left(column);
      c.fillStyle = rgb ? `rgb(${rgb[0]},${rgb[1]},${rgb[2]})` : colours.empty;
      c.fillRect(left, top, layout.cellWidth - 1, Math.max(high - 1, 1));
      if (legible) {
        c.fillStyle = rgb ? (luminance(rgb) > 150 ? DARK_TEXT : LIGHT_TEXT) : colours.faint;
        const text = cellText(display, strategy, grid.columns[column], value, percent);
        c.fillText(text, left + layout.cellWidth / 2, top + high / 2);
      }
      if (value > 0 && percent >= optimal && high > 6) {
        c.strokeStyle = colours.spot;
        c.lineWidth = 1.5;
        c.strokeRect(left + 1, top + 1, layout.cellWidth - 3, high - 3);
      }
    }
  }

  /** Gamma of the strike to both sides of a middle line, the volume behind it. */
  #strip({ layout, colours, gamma, longest, netOnly, volumes, mostVolume }, strike, top, high) {
    const c = this.#context;
    const middle = layout.stripWidth / 2;
    c.fillStyle = colours.sunken;
    c.fillRect(0, top, layout.stripWidth - 1, high);
    const volume = volumes?.get(strike) ?? 0;
    if (volume > 0) {
      c.fillStyle = colours.profile;
      c.globalAlpha = 0.16;
      c.fillRect(0, top, (volume / mostVolume) * (layout.stripWidth - 1), high);
      c.globalAlpha = 1;
    }
    const row = gamma?.get(strike);
    if (row) {
      const thick = Math.max(1, Math.min(high - 4, 14));
      const y = top + (high - thick) / 2;
      const draw = (value, toRight) => {
        const { width, alpha } = bar(value, longest);
        const length = (width / 100) * (middle - 2);
        c.globalAlpha = alpha;
        c.fillStyle = toRight ? colours.up : colours.down;
        c.fillRect(toRight ? middle : middle - length, y, length, thick);
        c.globalAlpha = 1;
      };
      if (netOnly) draw(row.net, row.net >= 0);
      else {
        draw(row.calls, true);
        draw(row.puts, false);
      }
    }
    c.fillStyle = colours.line;
    c.fillRect(middle, top, 1, high);
  }

  #spotLine({ grid, layout, colours, spot, spotTop, spotText }) {
    if (!(spot > 0) || grid.rows.length === 0) return;
    const y = Math.round(spotTop) + 0.5;
    const c = this.#context;
    c.strokeStyle = colours.spot;
    c.lineWidth = 1;
    c.globalAlpha = 0.55;
    c.beginPath();
    c.moveTo(layout.stripWidth, y);
    c.lineTo(layout.width, y);
    c.stroke();
    c.globalAlpha = 1;
    c.font = `600 ${colours.size * 0.82}px ${colours.font}`;
    const text = spotText;
    const wide = Math.max(c.measureText(text).width + 8, STRIKE_WIDTH);
    c.fillStyle = colours.spot;
    c.fillRect(layout.stripWidth, y - SPOT_HEIGHT / 2, wide, SPOT_HEIGHT);
    c.fillStyle = colours.panel;
    c.textAlign = "center";
    c.fillText(text, layout.stripWidth + wide / 2, y + 0.5);
  }

  #focus({ layout, colours, focus, scroll }) {
    if (!focus || focus.column < 0) return;
    const c = this.#context;
    c.strokeStyle = colours.accent;
    c.lineWidth = 2;
    c.strokeRect(
      layout.left(focus.column) + 1,
      layout.tops[focus.row] - scroll + 1,
      layout.cellWidth - 3,
      Math.max(layout.heightOf(focus.row) - 3, 2),
    );
  }
}
