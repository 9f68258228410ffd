import { shownTheme } from "../app/prefs.js";
import { icons } from "./icons.js";
import { tableOf } from "./chart-table.js";
import { define, html, nothing, View, whenIdle } from "./view.js";

let library = null;

const charts = () => (library ??= import("echarts"));

/** Charts to be drawn, in the order in which they asked. */
const waiting = new Set();
let drawing = null;
let first = true;

/**
 * Draws charts one at a time: a chart takes long, and between two the page answers its user and
 * paints the grid. All but the first wait until nothing is more urgent.
 */
function inTurn(draw) {
  waiting.add(draw);
  drawing ??= drawAll();
}

async function drawAll() {
  await null;
  while (waiting.size > 0) {
    await new Promise((then) => (first ? setTimeout(then) : whenIdle(then)));
    const [draw] = waiting;
    waiting.delete(draw);
    // It may have left the page meanwhile.
    await draw?.().catch(reportError);
    first = false;
  }
  drawing = null;
}

/** Fulfilled when no chart waits to be drawn. */
export const chartsDrawn = () => drawing ?? Promise.resolve();

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

const PARTS = ["series", "xAxis", "yAxis", "grid"];

/** Of which parts a chart is made: as long as they are the same, new numbers are put into them. */
const shapeOf = (option) =>
  PARTS.flatMap((part) => [option[part] ?? []].flat().map((it) => `${it.type} ${it.name} ${Object.keys(it)}`)).join();

/** So far below or above the window a chart is drawn, so that it is there when it is scrolled to. */
const NEAR_PX = 240;

/**
 * A chart. `draw` makes its options from the page's colours; it is called again whenever the
 * element is drawn anew, at most once per frame, and not while it is out of sight. Options that say
 * the same again change nothing: what their functions tell follows from what they say. `label` says
 * in words what is to be seen.
 */
export class Chart extends View {
  static properties = { draw: { attribute: false }, label: {}, failed: { state: true }, tabled: { state: true } };

  #chart = null;
  #resized = null;
  #scrolled = null;
  #stop = null;
  #late = false;
  #shape = null;
  #shown = null;

  constructor() {
    super();
    this.failed = false;
    this.tabled = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = shownTheme.watch(() => inTurn(this.#show));
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(this);
    const seen = () => this.#late && inTurn(this.#show);
    this.#scrolled = new IntersectionObserver(seen, { rootMargin: `${NEAR_PX}px` });
    this.#scrolled.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
    this.#resized.disconnect();
    this.#scrolled.disconnect();
    waiting.delete(this.#show);
    this.#chart?.dispose();
    this.#chart = null;
    this.#shape = null;
    this.#shown = null;
  }

  render() {
    const label = this.label ?? "Chart";
    return html`<div class="chart" role="img" aria-label=${label}>
        ${this.failed ? html`<p class="soft">The chart could not be loaded.</p>` : ""}
      </div>
      ${this.tabled ? tableOf(this.draw(colours()), label) : nothing}
      <button
        class="button tiny icon to-table"
        aria-label="In numbers: ${label}"
        title=${this.tabled ? "As a chart" : "In numbers"}
        aria-pressed=${String(this.tabled)}
        @click=${() => (this.tabled = !this.tabled)}
      >
        ${icons.table}
      </button>`;
  }

  updated() {
    inTurn(this.#show);
  }

  /** An observer also tells of the size that a chart was made with: to lay it out anew is as much as to draw it. */
  #resize() {
    const place = this.#chart?.getDom();
    if (place && (place.clientWidth !== this.#chart.getWidth() || place.clientHeight !== this.#chart.getHeight())) {
      this.#chart.resize();
    }
  }

  #show = async () => {
    let echarts;
    try {
      echarts = await charts();
    } catch {
      library = null;
      this.failed = true;
      return;
    }
    this.failed = false;
    const place = this.querySelector(".chart");
    if (!this.isConnected || !place || !this.draw) return;
    this.#late = !this.#isNear();
    if (this.#late) return;
    this.#chart ??= this.#open(echarts, place);
    const c = colours();
    const own = this.draw(c);
    const common = base(c);
    const option = { ...common, ...own, tooltip: { ...common.tooltip, ...own.tooltip } };
    const shown = JSON.stringify(option);
    if (shown === this.#shown) return;
    const shape = shapeOf(option);
    this.#chart.setOption(option, shape === this.#shape ? {} : { replaceMerge: PARTS });
    this.#shape = shape;
    this.#shown = shown;
  };

  #isNear() {
    const { top, bottom } = this.getBoundingClientRect();
    return bottom > -NEAR_PX && top < innerHeight + NEAR_PX;
  }

  #open(echarts, place) {
    const chart = echarts.init(place, null, { renderer: "canvas" });
    // By itself it looks at ten frames in which nothing moves before it rests.
    chart.getZr().setSleepAfterStill(1);
    chart.on("click", (event) => this.say("chart-click", event));
    return chart;
  }
}

define("ms-chart", Chart);
