import { shownTheme } from "../app/prefs.js";
import { define, html, View } from "./view.js";

let library = null;

/** The chart library is large and fetched when the first chart is seen. */
const charts = () => (library ??= import("echarts"));

/** The page's colours by name. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of("text"),
    soft: of("text-soft"),
    faint: of("text-faint"),
    line: of("line"),
    strong: of("line-strong"),
    raised: of("bg-raised"),
    up: of("up"),
    down: of("down"),
    warn: of("warn"),
    accent: of("accent"),
    blue: of("blue"),
    magenta: of("magenta"),
    spot: of("spot"),
  };
}

/** What all charts have in common; tooltips are drawn on the canvas, so no inline style is needed. */
function base(c) {
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: c.soft },
    grid: { left: 8, right: 8, top: 12, bottom: 8, containLabel: true },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: c.raised,
      borderColor: c.strong,
      textStyle: { color: c.text, fontSize: 12 },
    },
  };
}

/** An axis in the page's colours. */
export const axis = (c, more = {}) => ({
  axisLine: { lineStyle: { color: c.line } },
  axisTick: { show: false },
  axisLabel: { color: c.soft, fontSize: 11, ...more.axisLabel },
  splitLine: { lineStyle: { color: c.line, opacity: 0.6 } },
  ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== "axisLabel")),
});

/**
 * A chart. `draw` makes its options from the page's colours; it is called again whenever the
 * element is drawn anew, at most once per frame. `label` says in words what is to be seen.
 */
export class Chart extends View {
  static properties = { draw: { attribute: false }, label: {}, failed: { state: true } };

  #chart = null;
  #observer = null;
  #stop = null;

  constructor() {
    super();
    this.failed = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = shownTheme.watch(() => requestAnimationFrame(() => this.#show()));
    this.#observer = new ResizeObserver(() => this.#chart?.resize());
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
    this.#observer.disconnect();
    this.#chart?.dispose();
    this.#chart = null;
  }

  render() {
    return html`<div class="chart" role="img" aria-label=${this.label ?? "Chart"}>
      ${this.failed ? html`<p class="soft">The chart could not be loaded.</p>` : ""}
    </div>`;
  }

  updated() {
    this.#show();
  }

  async #show() {
    let echarts;
    try {
      echarts = await charts();
    } catch {
      library = null;
      this.failed = true;
      return;
    }
    const place = this.querySelector(".chart");
    if (!this.isConnected || !place || !this.draw) return;
    this.#chart ??= this.#open(echarts, place);
    const c = colours();
    const option = this.draw(c);
    const common = base(c);
    this.#chart.setOption(
      { ...common, ...option, tooltip: { ...common.tooltip, ...option.tooltip } },
      { replaceMerge: ["series", "xAxis", "yAxis", "grid"] },
    );
  }

  #open(echarts, place) {
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.on("click", (event) => this.say("chart-click", event));
    return chart;
  }
}

define("ms-chart", Chart);
