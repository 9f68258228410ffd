import { html, LitElement, nothing, svg } from "lit";

export { html, nothing, svg };
export { Watching } from "../app/signal.js";

/**
 * An element of this page. It lives in the page's own tree, so that one set of styles, one focus
 * order and one search serve all of it.
 */
export class View extends LitElement {
  createRenderRoot() {
    return this;
  }

  /** Tells whoever holds this element. */
  say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** Defines an element once, also when a module is loaded twice by tests. */
export function define(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** Longer than this nothing waits for an idle moment. */
const PATIENCE_MS = 400;

/** Runs something when the page has nothing more urgent to do; not every browser tells when that is. */
export const whenIdle = (then) =>
  window.requestIdleCallback ? requestIdleCallback(then, { timeout: PATIENCE_MS }) : setTimeout(then);
