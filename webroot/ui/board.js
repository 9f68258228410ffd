import { styled } from "./styled.js";
import { each } from "./each.js";
import { Remembered } from "../app/prefs.js";
import { chartsDrawn } from "./chart.js";
import { define, html, View, whenIdle } from "./view.js";

const COLUMNS = 12;
const LEAST_SPAN = 3;
const AT_ONCE = 2;

const arrangements = new Map();

/** One for each board, however often it is seen. */
function arrangementOf(name) {
  if (!arrangements.has(name)) {
    arrangements.set(name, new Remembered(`ms-board-${name}`, { order: [], spans: {}, closed: [] }));
  }
  return arrangements.get(name);
}

/**
 * Panels that the user arranges: their order, width and whether they are open stay as they were
 * left. Works by menu, so by keyboard as well as by mouse.
 *
 * name: under which the arrangement is remembered; panels: [{id, span, draw}] where `draw` is given
 * the properties that arranging needs.
 */
export class Board extends View {
  static properties = { name: {}, panels: { attribute: false } };

  #stop = null;
  #there = AT_ONCE;
  #comes = false;

  connectedCallback() {
    super.connectedCallback();
    this.#stop = this.#arrangement.watch(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  /** What stands first is seen first, with its charts: the others come one by one when nothing is more urgent. */
  async updated() {
    if (this.#comes || this.#there >= this.panels.length) return;
    this.#comes = true;
    await new Promise(whenIdle);
    await chartsDrawn();
    this.#comes = false;
    this.#there++;
    this.requestUpdate();
  }

  get #arrangement() {
    return arrangementOf(this.name);
  }

  render() {
    const { spans, closed } = this.#arrangement.value;
    const coming = this.#there < this.panels.length;
    return html`<div class="board" aria-busy=${String(coming)}>
      ${each(
        this.#ordered().slice(0, this.#there),
        (panel) => panel.id,
        (panel) => {
          const span = spans[panel.id] ?? panel.span;
          const place = styled({ "--span": String(span), "--place": span === COLUMNS ? "1 / -1" : `span ${span}` });
          const arranged = {
            place,
            collapsed: closed.includes(panel.id),
            arrange: (event) => this.#arrange(panel, event.detail.action),
          };
          return panel.draw(arranged);
        },
      )}
    </div>`;
  }

  #ordered() {
    const { order } = this.#arrangement.value;
    const at = (panel) => {
      const index = order.indexOf(panel.id);
      return index < 0 ? order.length + this.panels.indexOf(panel) : index;
    };
    return [...this.panels].sort((a, b) => at(a) - at(b));
  }

  #arrange(panel, action) {
    const { order, spans, closed } = this.#arrangement.value;
    const ids = this.#ordered().map((p) => p.id);
    const next = { order: ids, spans: { ...spans }, closed: [...closed] };
    const i = ids.indexOf(panel.id);
    const span = spans[panel.id] ?? panel.span;
    if (action === "collapse") {
      next.order = order;
      next.closed = closed.includes(panel.id)
        ? closed.filter((id) => id !== panel.id)
        : [...closed, panel.id];
    } else if (action === "earlier" && i > 0) {
      [ids[i - 1], ids[i]] = [ids[i], ids[i - 1]];
    } else if (action === "later" && i < ids.length - 1) {
      [ids[i + 1], ids[i]] = [ids[i], ids[i + 1]];
    } else if (action === "wider") {
      next.spans[panel.id] = Math.min(COLUMNS, span + 1);
    } else if (action === "narrower") {
      next.spans[panel.id] = Math.max(LEAST_SPAN, span - 1);
    } else if (action === "reset") {
      next.order = [];
      next.spans = {};
      next.closed = [];
    }
    this.#arrangement.value = next;
  }
}

define("ms-board", Board);
