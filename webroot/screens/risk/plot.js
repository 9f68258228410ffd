/** Draws the risk graph and lets the hand move it. */

import { dollars, number } from "../../model/format.js";

const LEFT = 64;
const BOTTOM = 26;
const TOP = 10;
const RIGHT = 12;
const HANDLE = 9;
const ZOOM = 1.1;

const NAME_HEIGHT = 14;

/** So much of the height a backdrop takes at most. */
const BACKDROP = 0.28;

/** So many pixels of a dragged axis zoom by e. */
const DRAG_ZOOM = 160;

export class Plot {
  #c;
  #scene = null;
  #colours = null;

  constructor(canvas) {
    this.canvas = canvas;
    this.#c = canvas.getContext("2d", { alpha: false });
    this.view = null;
    this.cursor = null;
    this.zoomY = 1;
    this.grabbed = null;
  }

  resize(width, height) {
    const ratio = devicePixelRatio || 1;
    this.width = width;
    this.height = height;
    const w = Math.round(width * ratio);
    const h = Math.round(height * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
    }
    this.#c.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  get inner() {
    return { left: LEFT, top: TOP, width: this.width - LEFT - RIGHT, height: this.height - TOP - BOTTOM };
  }

  x(price) {
    const [low, high] = this.view;
    return LEFT + ((price - low) / (high - low)) * this.inner.width;
  }

  price(x) {
    const [low, high] = this.view;
    return low + ((x - LEFT) / this.inner.width) * (high - low);
  }

  #y(profit) {
    const [low, high] = this.range;
    return TOP + (1 - (profit - low) / (high - low)) * this.inner.height;
  }

  /** Zooms around a price; factors above one show less. */
  zoom(factor, around) {
    const [low, high] = this.view;
    this.view = [around - (around - low) / factor, around + (high - around) / factor];
  }

  /** Which axis is under the hand: "profit", "price", or neither. */
  axisAt(x, y) {
    if (y > this.height - BOTTOM) return "price";
    return x < LEFT ? "profit" : null;
  }

  /** Stretches an axis under the hand. */
  stretch(axis, dx, dy) {
    if (axis === "profit") this.zoomProfit(Math.exp(-dy / DRAG_ZOOM));
    else this.zoom(Math.exp(dx / DRAG_ZOOM), (this.view[0] + this.view[1]) / 2);
  }

  zoomProfit(factor) {
    this.zoomY = Math.min(Math.max(this.zoomY * factor, 0.2), 20);
  }

  pan(pixels) {
    const [low, high] = this.view;
    const shift = (-pixels / this.inner.width) * (high - low);
    this.view = [low + shift, high + shift];
  }

  wheel(event) {
    const factor = event.deltaY < 0 ? ZOOM : 1 / ZOOM;
    if (event.shiftKey) this.zoomProfit(factor);
    else this.zoom(factor, this.price(event.offsetX));
  }

  /** The strike handle under the hand, if any. */
  handleAt(x, y) {
    if (!this.#scene || y < this.height - BOTTOM - HANDLE) return null;
    let best = null;
    for (const handle of this.#scene.handles ?? []) {
      const away = Math.abs(this.x(handle.strike) - x);
      if (away <= HANDLE && (!best || away < best.away)) best = { ...handle, away };
    }
    return best;
  }

  paint(scene, colours) {
    this.#scene = scene;
    this.#colours = colours;
    const c = this.#c;
    c.fillStyle = colours.panel;
    c.fillRect(0, 0, this.width, this.height);
    if (!scene.curves || !this.view) return;
    this.#fitProfit(scene.curves);
    if (scene.backdrop) this.#backdrop(scene.backdrop);
    this.#axes();
    this.#fill(scene.curves);
    this.#levels(scene);
    this.#curve(scene.curves.prices, scene.curves.atExpiry, colours.blue, 2);
    this.#curve(scene.curves.prices, scene.curves.now, colours.magenta, 2);
    this.#handles(scene.handles ?? []);
    this.#crosshair(scene.curves);
  }

  /** The profits in sight with some air. */
  #fitProfit({ prices, atExpiry, now }) {
    const [low, high] = this.view;
    let least = 0;
    let most = 0;
    for (let i = 0; i < prices.length; i++) {
      if (prices[i] < low || prices[i] > high) continue;
      least = Math.min(least, atExpiry[i], now[i]);
      most = Math.max(most, atExpiry[i], now[i]);
    }
    const air = Math.max((most - least) * 0.1, 10);
    const middle = (least + most) / 2;
    const half = ((most - least) / 2 + air) / this.zoomY;
    this.range = [middle - half, middle + half];
  }

  #axes() {
    const c = this.#c;
    const { line, faint, soft, font, size } = this.#colours;
    c.font = `${size * 0.84}px ${font}`;
    c.lineWidth = 1;
    c.textBaseline = "middle";
    c.textAlign = "right";
    for (const profit of ticks(this.range, 6)) {
      const y = Math.round(this.#y(profit)) + 0.5;
      c.strokeStyle = profit === 0 ? soft : line;
      c.beginPath();
      c.moveTo(LEFT, y);
      c.lineTo(this.width - RIGHT, y);
      c.stroke();
      c.fillStyle = faint;
      c.fillText(dollars(profit, 0), LEFT - 6, y);
    }
    c.textAlign = "center";
    c.fillStyle = faint;
    for (const price of ticks(this.view, Math.max(3, Math.floor(this.width / 90)))) {
      const x = Math.round(this.x(price)) + 0.5;
      c.strokeStyle = line;
      c.globalAlpha = 0.5;
      c.beginPath();
      c.moveTo(x, TOP);
      c.lineTo(x, this.height - BOTTOM);
      c.stroke();
      c.globalAlpha = 1;
      c.fillText(number(price, 0), x, this.height - 9);
    }
  }

  #fill({ prices, atExpiry }) {
    const zero = this.#y(0);
    const area = (sign, colour) => {
      const c = this.#c;
      c.save();
      this.#clip();
      c.fillStyle = colour;
      c.globalAlpha = 0.1;
      c.beginPath();
      c.moveTo(this.x(prices[0]), zero);
      for (let i = 0; i < prices.length; i++) {
        c.lineTo(this.x(prices[i]), this.#y(sign > 0 ? Math.max(atExpiry[i], 0) : Math.min(atExpiry[i], 0)));
      }
      c.lineTo(this.x(prices[prices.length - 1]), zero);
      c.closePath();
      c.fill();
      c.restore();
    };
    area(1, this.#colours.up);
    area(-1, this.#colours.down);
  }

  /** Volume stands on the floor, gamma hangs from the ceiling; gaps are dark, nodes are lines. */
  #backdrop({ strength, volume, gamma, nodes, gaps }) {
    const c = this.#c;
    const { accent, up, down, soft, sunken } = this.#colours;
    const { top, height } = this.inner;
    const tall = height * BACKDROP;
    const bar = (from, to, y, h) => c.fillRect(this.x(from), y, Math.max(1, this.x(to) - this.x(from) - 0.5), h);
    c.save();
    this.#clip();
    c.globalAlpha = strength;
    c.fillStyle = sunken;
    for (const [from, to] of gaps) bar(from, to, top, height);
    c.globalAlpha = strength * 0.5;
    c.fillStyle = accent;
    for (const { from, to, size } of volume) bar(from, to, top + height - tall * size, tall * size);
    for (const { from, to, size } of gamma) {
      c.fillStyle = size < 0 ? down : up;
      bar(from, to, top, tall * Math.abs(size));
    }
    c.strokeStyle = soft;
    c.lineWidth = 1;
    c.setLineDash([1, 5]);
    for (const price of nodes) {
      const x = Math.round(this.x(price)) + 0.5;
      c.beginPath();
      c.moveTo(x, top);
      c.lineTo(x, top + height);
      c.stroke();
    }
    c.restore();
  }

  #clip() {
    const { left, top, width, height } = this.inner;
    this.#c.beginPath();
    this.#c.rect(left, top, width, height);
    this.#c.clip();
  }

  #curve(prices, profits, colour, width) {
    const c = this.#c;
    c.save();
    this.#clip();
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.lineJoin = "round";
    c.beginPath();
    for (let i = 0; i < prices.length; i++) {
      const x = this.x(prices[i]);
      const y = this.#y(profits[i]);
      if (i === 0) c.moveTo(x, y);
      else c.lineTo(x, y);
    }
    c.stroke();
    c.restore();
  }

  #levels({ spot, curves, backdrop }) {
    const c = this.#c;
    /** Where the names in each row end: one that would lie over another goes a row lower. */
    const rows = [];
    const line = (price, text, colour, dash = []) => {
      const x = this.x(price);
      if (x < LEFT || x > this.width - RIGHT) return;
      const wide = c.measureText(text).width;
      const left = x + wide + 4 > this.width - RIGHT ? x - wide - 4 : x + 4;
      const found = rows.findIndex((taken) => taken.every(([from, to]) => left > to || left + wide < from));
      const row = found < 0 ? rows.length : found;
      (rows[row] ??= []).push([left - 6, left + wide + 6]);
      c.strokeStyle = colour;
      c.lineWidth = 1.2;
      c.setLineDash(dash);
      c.beginPath();
      c.moveTo(x, TOP);
      c.lineTo(x, this.height - BOTTOM);
      c.stroke();
      c.setLineDash([]);
      c.fillStyle = colour;
      c.textAlign = "left";
      c.fillText(text, left, TOP + 8 + row * NAME_HEIGHT);
    };
    if (spot > 0) line(spot, number(spot), this.#colours.spot);
    for (const { price, text, colour } of backdrop?.levels ?? []) line(price, text, colour, [2, 4]);
    for (const price of curves.breakevens) {
      const x = this.x(price);
      if (x < LEFT || x > this.width - RIGHT) continue;
      c.fillStyle = this.#colours.text;
      c.beginPath();
      c.arc(x, this.#y(0), 3.5, 0, 2 * Math.PI);
      c.fill();
      c.textAlign = "center";
      c.fillText(number(price, 1), x, this.#y(0) - 12);
    }
  }

  #handles(handles) {
    const c = this.#c;
    const y = this.height - BOTTOM;
    for (const { strike, colour, quantity } of handles) {
      const x = this.x(strike);
      if (x < LEFT || x > this.width - RIGHT) continue;
      c.fillStyle = colour;
      c.beginPath();
      if (quantity > 0) {
        c.moveTo(x, y - HANDLE);
        c.lineTo(x + 6, y);
        c.lineTo(x - 6, y);
      } else {
        c.moveTo(x, y);
        c.lineTo(x + 6, y - HANDLE);
        c.lineTo(x - 6, y - HANDLE);
      }
      c.closePath();
      c.fill();
    }
  }

  #crosshair({ expiryAt, nowAt }) {
    if (!this.cursor) return;
    const price = this.price(this.cursor.x);
    if (price < this.view[0] || price > this.view[1]) return;
    const c = this.#c;
    const colours = this.#colours;
    c.strokeStyle = colours.soft;
    c.setLineDash([3, 3]);
    c.beginPath();
    c.moveTo(this.cursor.x, TOP);
    c.lineTo(this.cursor.x, this.height - BOTTOM);
    c.stroke();
    c.setLineDash([]);
    const lines = [
      [number(price, 1), colours.text],
      [`now ${dollars(nowAt(price), 0)}`, colours.magenta],
      [`expiry ${dollars(expiryAt(price), 0)}`, colours.blue],
    ];
    const wide = Math.max(...lines.map(([text]) => c.measureText(text).width)) + 16;
    const x = this.cursor.x + 12 + wide > this.width ? this.cursor.x - wide - 12 : this.cursor.x + 12;
    c.fillStyle = colours.sunken;
    c.strokeStyle = colours.line;
    c.fillRect(x, TOP + 20, wide, 58);
    c.strokeRect(x, TOP + 20, wide, 58);
    c.textAlign = "left";
    lines.forEach(([text, colour], n) => {
      c.fillStyle = colour;
      c.fillText(text, x + 8, TOP + 33 + n * 17);
    });
  }
}

/** Round numbers inside a range. */
export function ticks([low, high], count) {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= raw);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) found.push(Math.abs(at) < step / 1e6 ? 0 : at);
  return found;
}
