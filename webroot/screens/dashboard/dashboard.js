import { define, html, View } from "../../ui/view.js";
import "../../ui/board.js";
import "./candles.js";
import "./exposure.js";
import "./gamma.js";
import "./heatmap.js";
import "./indicators.js";
import "./recommendations.js";

/** The panels of the dashboard in their first order, each with its width of twelve columns. */
const PANELS = [
  { id: "heatmap", span: 7, draw: (p) => html`<ms-heatmap ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-heatmap>` },
  { id: "gamma", span: 5, draw: (p) => html`<ms-gamma ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-gamma>` },
  { id: "mode", span: 3, draw: (p) => html`<ms-market-mode ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-market-mode>` },
  { id: "bias", span: 3, draw: (p) => html`<ms-bias ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-bias>` },
  { id: "volatility", span: 3, draw: (p) => html`<ms-volatility ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-volatility>` },
  { id: "move", span: 3, draw: (p) => html`<ms-expected-move ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-expected-move>` },
  { id: "candles", span: 7, draw: (p) => html`<ms-candles ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-candles>` },
  { id: "trades", span: 5, draw: (p) => html`<ms-recommendations ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-recommendations>` },
  { id: "exposure", span: 12, draw: (p) => html`<ms-exposure ${p.place} .collapsed=${p.collapsed} @arrange=${p.arrange}></ms-exposure>` },
];

/** The market at a glance. */
export class Dashboard extends View {
  render() {
    return html`<h1 class="visually-hidden">Dashboard</h1>
      <ms-board name="dashboard" .panels=${PANELS}></ms-board>`;
  }
}

define("ms-dashboard", Dashboard);
