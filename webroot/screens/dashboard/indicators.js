import { styled } from "../../ui/styled.js";
import { expectedMove } from "../../model/heat.js";
import { number, signed } from "../../model/format.js";
import {
  biasLabel,
  biasPlace,
  lfiLabel,
  modeLabel,
  modeScore,
  needle,
  quadrant,
  quadrantLabel,
  REGIME_LABELS,
  SPECIAL_LABELS,
  thermometer,
} from "../../model/widgets.js";
import { bias, biasTrail, mode, selector, spot, spots, underlying, vix, vixRegime } from "../../app/market.js";
import { define, html, nothing, svg, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import { fact } from "./gamma.js";
import { shownDte } from "./heatmap.js";

const GAUGE = { x: 130, y: 140, r: 96 };

/** A piece of the gauge's ring, between two scores. */
function arc(from, to) {
  const at = (score) => {
    const angle = ((180 - 1.8 * score) * Math.PI) / 180;
    return `${GAUGE.x + GAUGE.r * Math.cos(angle)} ${GAUGE.y - GAUGE.r * Math.sin(angle)}`;
  };
  return `M ${at(from)} A ${GAUGE.r} ${GAUGE.r} 0 0 1 ${at(to)}`;
}

/** Whether the market expands or is held. */
export class MarketMode extends View {
  static properties = { place: { attribute: false }, collapsed: { type: Boolean } };

  constructor() {
    super();
    new Watching(this, mode);
  }

  render() {
    return html`<ms-panel
      heading="Market mode"
      hint="0 held together, 100 free to run"
      model="mode"
      movable
      ?collapsed=${this.collapsed}
      .value=${mode.value}
      .content=${() => this.#gauge(modeScore(mode.value.score))}
    ></ms-panel>`;
  }

  #gauge(score) {
    if (score == null) return html`<div class="empty">Unknown</div>`;
    const tip = needle(score);
    return html`<figure class="gauge">
      <svg viewBox="20 34 220 118" role="img" aria-label="Market mode ${number(score, 0)} of 100: ${modeLabel(score)}">
        <path d=${arc(0, 33)} class="ring down" />
        <path d=${arc(34, 66)} class="ring warn" />
        <path d=${arc(67, 100)} class="ring up" />
        <line x1=${GAUGE.x} y1=${GAUGE.y} x2=${tip.x} y2=${tip.y} class="needle" />
        <circle cx=${GAUGE.x} cy=${GAUGE.y} r="5" class="hub" />
      </svg>
      <figcaption><strong class="num">${number(score, 0)}</strong> ${modeLabel(score)}</figcaption>
    </figure>`;
  }
}

const SQUARE = 200;

/** Which way dealers push, and how much they absorb. */
export class Bias extends View {
  static properties = { place: { attribute: false }, collapsed: { type: Boolean } };

  constructor() {
    super();
    new Watching(this, bias, biasTrail);
  }

  render() {
    return html`<ms-panel
      heading="Bias and absorption"
      hint="To the right dealers support, at the top they absorb"
      model="bias"
      movable
      ?collapsed=${this.collapsed}
      .value=${bias.value}
      .content=${() => this.#square(bias.value)}
    ></ms-panel>`;
  }

  #square({ directional_strength: strength, lfi_score: lfi }) {
    const id = quadrant(strength, lfi);
    const at = (b, l) => {
      const { left, top } = biasPlace(b, l);
      return [(left / 100) * SQUARE, (top / 100) * SQUARE];
    };
    const [x, y] = at(strength, lfi);
    const trail = biasTrail.value.map((p) => at(p.bias, p.lfi).join(",")).join(" ");
    const corner = (name, cx, cy) => svg`<text x=${cx} y=${cy} class="corner ${name === id ? "here" : ""}">${quadrantLabel(name)}</text>`;
    return html`<figure class="quadrant">
      <svg
        viewBox="-10 -10 ${SQUARE + 20} ${SQUARE + 20}"
        role="img"
        aria-label="${biasLabel(strength)} ${number(strength, 0)}, ${lfiLabel(lfi)} ${number(lfi, 0)}: ${quadrantLabel(id)}"
      >
        <rect width=${SQUARE} height=${SQUARE} class="field" />
        <path d="M100 0V200M0 100H200" class="cross" />
        ${corner("pin_mean_reversion", 50, 14)} ${corner("false_breakout_risk", 150, 14)}
        ${corner("downside_acceleration", 50, 192)} ${corner("air_pocket_expansion", 150, 192)}
        <polyline points=${trail} class="trail" />
        <circle cx=${x} cy=${y} r="6" class="now" />
      </svg>
      <figcaption>
        <span>${biasLabel(strength)} <strong class="num">${signed(strength, 0)}</strong></span>
        <span>${lfiLabel(lfi)} <strong class="num">${number(lfi, 0)}</strong></span>
      </figcaption>
    </figure>`;
  }
}

const MARKS = [10, 17, 32, 50];

/** What kind of volatility it is, and what works in it. */
export class Volatility extends View {
  static properties = { place: { attribute: false }, collapsed: { type: Boolean } };

  constructor() {
    super();
    new Watching(this, vixRegime, spots, selector);
  }

  render() {
    return html`<ms-panel
      heading="Volatility"
      model="vix"
      movable
      ?collapsed=${this.collapsed}
      .value=${vixRegime.value}
      .content=${() => this.#content(vixRegime.value)}
    ></ms-panel>`;
  }

  #content({ vix: level, regime, special }) {
    const playbook = selector.value?.playbook;
    return html`<div class="vix">
      <div
        class="thermometer"
        role="img"
        aria-label="VIX ${number(level)}, ${REGIME_LABELS[regime] ?? regime}"
      >
        <span class="mercury" ${styled({ top: `${thermometer(level)}%` })}></span>
        ${MARKS.map((mark) => html`<i ${styled({ top: `${thermometer(mark)}%` })}>${mark}</i>`)}
      </div>
      <div class="stack">
        <div><span class="big num">${number(level)}</span></div>
        <div class="row wrap">
          <span class="badge">${REGIME_LABELS[regime] ?? regime}</span>
          ${special ? html`<span class="badge warn">${SPECIAL_LABELS[special] ?? special}</span>` : nothing}
        </div>
        ${playbook
          ? html`<dl class="facts">
              ${fact("Width", playbook.ideal_width)} ${fact("DTE", playbook.ideal_dte)}
              ${fact("Session", playbook.session)} ${fact("Decay", `×${playbook.decay_factor}`)}
            </dl>`
          : nothing}
      </div>
    </div>`;
  }
}

/** How far the market is expected to move. */
export class ExpectedMove extends View {
  static properties = { place: { attribute: false }, collapsed: { type: Boolean } };

  constructor() {
    super();
    new Watching(this, spots, underlying, selector);
  }

  render() {
    const known = spot() > 0 && vix() > 0;
    return html`<ms-panel
      heading="Expected move"
      model="spot"
      movable
      ?collapsed=${this.collapsed}
      .value=${known ? spots.value : null}
      .content=${() => this.#content()}
    ></ms-panel>`;
  }

  #content() {
    const now = spot();
    const rows = [0, 1, 2, 5].map((dte) => [dte, expectedMove(now, vix(), dte)]);
    const breach = selector.value?.expected_move?.breach;
    return html`
      <table class="table compact">
        <thead>
          <tr><th scope="col">DTE</th><th scope="col" class="num">±</th><th scope="col" class="num">Low</th><th scope="col" class="num">High</th></tr>
        </thead>
        <tbody>
          ${rows.map(
            ([dte, move]) => html`<tr aria-selected=${String(dte === shownDte())}>
              <th scope="row">${dte}</th>
              <td class="num">${number(move, 1)}</td>
              <td class="num">${number(now - move, 0)}</td>
              <td class="num">${number(now + move, 0)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${breach
        ? html`<p class="small soft">Breach today: ${number(breach.breach_pct, 1)} %, ${breach.likelihood}</p>`
        : nothing}
    `;
  }
}

define("ms-market-mode", MarketMode);
define("ms-bias", Bias);
define("ms-volatility", Volatility);
define("ms-expected-move", ExpectedMove);
