import { age } from "../model/format.js";
import { gateText } from "../model/gates.js";
import { post } from "../app/api.js";
import { ageOf, failures, fetchAll, isOpen, live } from "../app/market.js";
import { State } from "../app/live.js";
import { gates, may, userTier } from "../app/session.js";
import { succeeded } from "../app/notices.js";
import { icons } from "./icons.js";
import { placeMenu } from "./menu.js";
import { define, html, nothing, View, Watching } from "./view.js";

/** A model that says nothing for so long while the market is open is stale. */
const STALE_MS = 60_000;

/** Who waits longer than this is told that we are still at it. */
const PATIENCE_MS = 10_000;

const TICK_MS = 5_000;

/**
 * A frame around one thing: its name, its tools, and every state it can be in. What is inside is
 * drawn by `content`, a function; when that fails, only this panel shows it.
 *
 * heading: its name; model: the name under which the market store keeps what it shows; value: what
 * it shows, or null while that is missing; trouble: why it could not be fetched, and retry, which
 * fetches it again; feature: the gate it stands behind; tools: a function that draws what stands in
 * the head; flush: whether the content touches the frame.
 */
export class Panel extends View {
  static properties = {
    heading: {},
    model: {},
    value: { attribute: false },
    trouble: { attribute: false },
    retry: { attribute: false },
    feature: {},
    content: { attribute: false },
    tools: { attribute: false },
    hint: {},
    flush: { type: Boolean },
    collapsed: { type: Boolean },
    movable: { type: Boolean },
    failure: { state: true },
  };

  #since = Date.now();
  #fetched = 0;
  #timer = 0;

  constructor() {
    super();
    this.value = undefined;
    this.trouble = null;
    this.failure = null;
    new Watching(this, live.state, failures, gates);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#since = Date.now();
    this.#timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  willUpdate(changed) {
    if (changed.has("value") && this.value != null) this.#fetched = Date.now();
  }

  render() {
    const id = `panel-${this.heading?.toLowerCase().replace(/\W+/g, "-")}`;
    return html`
      <section class="panel ${this.collapsed ? "collapsed" : ""}" aria-labelledby=${id}>
        <header class="panel-head">
          <h2 id=${id} title=${this.hint ?? nothing}>${this.heading}</h2>
          ${this.#staleBadge()}
          <div class="panel-tools">
            ${this.collapsed || this.#locked() ? nothing : this.#guarded(this.tools)}
            ${this.movable ? this.#menu(id) : nothing}
          </div>
        </header>
        ${this.collapsed
          ? nothing
          : html`<div class="panel-body ${this.flush ? "flush" : ""}">${this.#body()}</div>`}
      </section>
    `;
  }

  #locked() {
    return this.feature && !may(this.feature).allowed;
  }

  #body() {
    if (this.#locked()) return this.#lockedState();
    if (this.failure) return this.#brokenState();
    if (this.value === null) return this.#missingState();
    return this.#guarded(this.content);
  }

  #guarded(draw) {
    if (!draw || this.failure) return nothing;
    try {
      return draw();
    } catch (cause) {
      console.error(cause);
      queueMicrotask(() => (this.failure = cause));
      return nothing;
    }
  }

  #lockedState() {
    return html`<div class="panel-state">
      ${icons.lock}
      <p>${gateText(userTier())}</p>
    </div>`;
  }

  #missingState() {
    const failure = this.trouble ?? failures.value.get(this.model);
    if (failure?.gatedFeature) return this.#lockedState();
    if (failure && !failure.isMissing) {
      return html`<div class="panel-state" role="alert">
        ${icons.alert}
        <p>${failure.message}</p>
        <button class="button" @click=${() => (this.retry ?? fetchAll)()}>${icons.refresh} Retry</button>
      </div>`;
    }
    const late = Date.now() - this.#since > PATIENCE_MS;
    return html`<div class="panel-state" role="status">
      <div class="skeleton"></div>
      <p class="faint">${late ? (failure ? "Not published yet; waiting for it" : "Still loading…") : "Loading…"}</p>
    </div>`;
  }

  #brokenState() {
    return html`<div class="panel-state" role="alert">
      ${icons.alert}
      <p>This panel has a problem: ${this.failure.message}</p>
      <div class="row">
        <button class="button" @click=${() => (this.failure = null)}>${icons.refresh} Retry</button>
        <button class="button quiet" @click=${this.#report}>Report</button>
      </div>
    </div>`;
  }

  #report = async () => {
    const { message, stack } = this.failure;
    await post("/api/client-errors", {
      type: "panel",
      message: `${this.heading}: ${message}`,
      stack: stack?.slice(0, 4000),
      metadata: { path: location.pathname },
    });
    succeeded("Thank you; the report is with us");
  };

  #staleBadge() {
    if (this.trouble && this.value != null) {
      return html`<span class="badge warn" title=${this.trouble.message}>stale, ${age(Date.now() - this.#fetched)}</span>`;
    }
    if (!this.model || this.value == null || this.#locked()) return nothing;
    const old = ageOf(this.model, this.value);
    const stale = old > STALE_MS && (isOpen() || live.state.value.state !== State.LIVE);
    return stale
      ? html`<span class="badge warn" title="Nothing new since then">stale, ${age(old)}</span>`
      : nothing;
  }

  #menu(id) {
    const item = (action, icon, label) => html`<button
      class="item"
      role="menuitem"
      @click=${(event) => {
        event.currentTarget.closest(".menu").hidePopover();
        this.say("arrange", { action });
      }}
    >
      ${icon} ${label}
    </button>`;
    return html`
      <button
        class="button quiet tiny icon"
        aria-label=${this.collapsed ? `Show ${this.heading}` : `Hide ${this.heading}`}
        aria-expanded=${String(!this.collapsed)}
        @click=${() => this.say("arrange", { action: "collapse" })}
      >
        ${this.collapsed ? icons.down : icons.up}
      </button>
      <button
        class="button quiet tiny icon"
        popovertarget="${id}-menu"
        aria-label="Arrange ${this.heading}"
        @click=${placeMenu}
      >
        ${icons.more}
      </button>
      <div class="menu" id="${id}-menu" popover role="menu">
        ${item("earlier", icons.left, "Move before")} ${item("later", icons.right, "Move after")}
        ${item("wider", icons.widen, "Wider")} ${item("narrower", icons.minus, "Narrower")}
        <hr />
        ${item("reset", icons.refresh, "Arrange all as at first")}
      </div>
    `;
  }
}

define("ms-panel", Panel);
