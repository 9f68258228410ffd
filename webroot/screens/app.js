import { html as staticHtml, unsafeStatic } from "lit/static-html.js";
import { age, clock, number, percent } from "../model/format.js";
import { tradedSymbol } from "../model/structures.js";
import { State } from "../app/live.js";
import {
  heard,
  heatmap,
  inReach,
  live,
  marketClock,
  spots,
  underlying,
  UNDERLYINGS,
} from "../app/market.js";
import { failed, forgetNotices, lookedAt, note, notices, unseen } from "../app/notices.js";
import { match, place } from "../app/router.js";
import { displayName, Entry, isAdmin, profile, session, signOut, userTier } from "../app/session.js";
import { get } from "../app/api.js";
import { waiting } from "../app/queue.js";
import { icons } from "../ui/icons.js";
import { define, html, nothing, View, Watching } from "../ui/view.js";
import "../ui/toasts.js";
import "./door.js";
import "./replay.js";
import { routes } from "./routes.js";
import { showWaiting } from "./waiting.js";

const PULSE = {
  [State.LIVE]: ["live", "LIVE"],
  [State.CONNECTING]: ["waiting", "CONNECTING"],
  [State.RECONNECTING]: ["waiting", "RECONNECTING"],
  [State.OFFLINE]: ["offline", "OFFLINE"],
};

/** When what is seen first has surely come. */
const REST_MS = 10_000;

/** What is looked at now and then: its module is fetched when it is opened, if not at rest before. */
const notebook = () => import("./notices.js");
const news = () => import("./news.js");

/** Fetches the screens before they are seen: out of reach of the server it would be too late. */
function fetchScreens() {
  for (const load of [...routes.map((route) => route.load), notebook, news]) load().catch(() => {});
}

/** Positions begin with what the user has set of symbols; none begins on the dashboard. */
function knowSettings() {
  import("../app/settings.js").then((settings) => settings.knowSettings()).catch(() => {});
}

function openLater(name, load, show) {
  load()
    .then(show)
    .catch((cause) => failed(`${name} could not be opened`, cause));
}

/** The page: the door for whoever is not in, else header, screen and footer. */
export class App extends View {
  static properties = { loaded: { state: true }, broken: { state: true }, release: { state: true } };

  #started = false;
  #matched = null;
  #match = null;

  constructor() {
    super();
    this.loaded = new Set();
    this.broken = null;
    this.release = null;
    new Watching(this, session, profile, place, live.state, spots, underlying, marketClock, waiting, notices, lookedAt);
  }

  createRenderRoot() {
    this.replaceChildren();
    return this;
  }

  render() {
    const { entry } = session.value;
    if (entry === Entry.UNKNOWN) {
      return html`<div class="boot" role="status" aria-label="Loading"><span class="boot-mark"></span></div>`;
    }
    if (entry !== Entry.IN) return html`<ms-door></ms-door>`;
    if (!this.#started) {
      this.#started = true;
      setTimeout(this.#atRest, REST_MS);
    }
    const found = this.#found();
    return html`
      <a class="skip button" href="#main" @click=${this.#skip}>Skip to content</a>
      <div class="shell">
        <div>
          ${this.#header(found?.route)} ${this.#banner()}
          <ms-replay></ms-replay>
        </div>
        <main id="main" tabindex="-1" class=${inReach() ? "" : "disconnected"}>
          ${this.#crumbs(found)} ${found ? this.#screen(found) : this.#nowhere()}
        </main>
        ${this.#footer()}
      </div>
      <ms-toasts></ms-toasts>
    `;
  }

  #atRest = () => {
    if (!inReach()) {
      setTimeout(this.#atRest, REST_MS);
      return;
    }
    fetchScreens();
    knowSettings();
    this.#knowRelease();
  };

  async #knowRelease() {
    const { loadReleases, seenVersion, version } = await import("../app/releases.js");
    await loadReleases().catch(() => {});
    const tell = () => (this.release = { version: version(), isNew: version() !== seenVersion.value });
    seenVersion.watch(tell);
    tell();
  }

  /** The screen of the place: the same object until the user goes elsewhere. */
  #found() {
    if (this.#matched !== place.value) {
      this.#matched = place.value;
      this.#match = match(routes, place.value.path);
    }
    return this.#match;
  }

  updated() {
    const found = this.#found();
    document.title = found ? `${found.route.name} · MarketSwarm` : "MarketSwarm";
  }

  #skip = (event) => {
    event.preventDefault();
    this.querySelector("main").focus();
  };

  #header(route) {
    return html`<header class="header">
      <div class="row">
        <a class="brand" href="/" aria-label="MarketSwarm"><img src="/icon.svg" alt="" /> <span>MarketSwarm</span></a>
        <nav class="nav" aria-label="Screens">
          ${routes
            .filter((r) => r.nav)
            .map(
              (r) => html`<a href=${r.path} aria-current=${this.#isWithin(route, r) ? "page" : nothing}>${r.name}</a>`,
            )}
        </nav>
      </div>
      <div class="tickers" role="group" aria-label="Underlyings">${this.#tickers()}</div>
      <div class="header-tools">${this.#waiting()} ${this.#pulse()} ${this.#bell()} ${this.#userMenu()}</div>
    </header>`;
  }

  #isWithin(route, candidate) {
    return route && (route.path === candidate.path || route.parent === candidate.path);
  }

  #tickers() {
    const chosen = underlying.value;
    const ticker = (symbol, choosable) => {
      const quote = spots.value[symbol];
      const moved = quote?.change ?? 0;
      const inside = html`<span class="name">${tradedSymbol(symbol)}</span>
        <span class="value">${number(quote?.value)}</span>
        <span class="change ${moved < 0 ? "down" : "up"}">${percent(quote?.changePercent)}</span>`;
      return choosable
        ? html`<button
            class="ticker"
            aria-pressed=${String(symbol === chosen)}
            title="Show ${tradedSymbol(symbol)}"
            @click=${() => (underlying.value = symbol)}
          >
            ${inside}
          </button>`
        : html`<span class="ticker">${inside}</span>`;
    };
    return [...UNDERLYINGS.map((symbol) => ticker(symbol, true)), ticker("I:VIX", false)];
  }

  #pulse() {
    const [kind, text] = PULSE[live.state.value.state];
    return html`<span class="pulse ${kind}" role="status">${text}</span>`;
  }

  #waiting() {
    const count = waiting.value.length;
    if (count === 0) return nothing;
    return html`<button class="badge warn waiting-count" title="What waits for the server" @click=${showWaiting}>${count} waiting</button>`;
  }

  #bell() {
    const fresh = unseen();
    const worst = fresh.some((n) => n.kind === "error") ? "down" : "warn";
    const count = fresh.length > 99 ? "99+" : fresh.length;
    return html`<button
      class="button quiet icon bell"
      title="Notices"
      aria-label=${fresh.length > 0 ? `Notices, ${count} new` : "Notices"}
      @click=${() => openLater("The notices", notebook, (m) => m.showNotices())}
    >
      ${icons.bell} ${fresh.length > 0 ? html`<span class="count ${worst}" aria-hidden="true">${count}</span>` : nothing}
    </button>`;
  }

  #banner() {
    if (inReach()) return nothing;
    const { state, attempt, since } = live.state.value;
    const offline = state === State.OFFLINE;
    return html`<div class="banner ${offline ? "offline" : ""}" role="alert">
      <span class="badge ${offline ? "down" : "warn"}">Read-only</span>
      <span>${offline
        ? html`This device is offline. What you see is ${age(Date.now() - since)} old.`
        : html`Reconnecting… (attempt ${attempt + 1}). What you see is ${age(Date.now() - since)} old.`}
      Trades, notes and positions are kept on this device and sent when the server is back.</span>
    </div>`;
  }

  #userMenu() {
    return html`
      <button class="button quiet" popovertarget="user-menu" aria-label="Account of ${displayName()}" @click=${this.#placeMenu}>
        ${icons.user} ${icons.down}
      </button>
      <div class="menu" id="user-menu" popover @click=${this.#closeMenu}>
        <div class="row spread" ><strong>${displayName()}</strong> <span class="badge">${userTier()}</span></div>
        <hr />
        <a href="/profile">Profile</a>
        <a href="/settings">Settings</a>
        <a href="/imports">Imports</a>
        <a href="/leaderboard">Leaderboard</a>
        ${isAdmin() ? html`<a href="/api/admin/diagnostics" target="_blank" rel="noopener">Diagnostics</a>` : nothing}
        <hr />
        <button class="item" @click=${leave}>Sign out</button>
      </div>
    `;
  }

  #placeMenu = (event) => {
    const { bottom } = event.currentTarget.getBoundingClientRect();
    const menu = this.querySelector("#user-menu");
    menu.style.top = `${bottom + scrollY}px`;
    menu.style.right = "12px";
  };

  #closeMenu = (event) => {
    if (event.target.closest("a, .item")) event.currentTarget.hidePopover();
  };

  #crumbs(found) {
    const parent = found?.route.parent && routes.find((r) => r.path === found.route.parent);
    if (!parent) return nothing;
    return html`<nav aria-label="Breadcrumb">
      <ol class="crumbs">
        <li><a href="/">Dashboard</a></li>
        <li><a href=${parent.path}>${parent.name}</a></li>
        <li aria-current="page">${found.route.name}</li>
      </ol>
    </nav>`;
  }

  #screen({ route, params }) {
    if (this.broken?.route === route) {
      return html`<div class="panel-state" role="alert">
        ${icons.alert}
        <p>This screen could not be loaded: ${this.broken.cause.message}</p>
        <button class="button" @click=${() => (this.broken = null)}>${icons.refresh} Retry</button>
      </div>`;
    }
    if (!this.loaded.has(route)) {
      if (route.path !== "/") knowSettings();
      route
        .load()
        .then(() => (this.loaded = new Set(this.loaded).add(route)))
        .catch((cause) => (this.broken = { route, cause }));
      return html`<div class="panel-state" role="status"><div class="skeleton"></div></div>`;
    }
    const tag = unsafeStatic(route.element);
    return staticHtml`<${tag} .params=${params}></${tag}>`;
  }

  #nowhere() {
    return html`<div class="empty">
      <h1>Nothing here</h1>
      <p>There is no screen at ${place.value.path}.</p>
      <a class="button primary" href="/">To the dashboard</a>
    </div>`;
  }

  #footer() {
    const state = heatmap.value;
    return html`<footer class="footer">
      <span>Heatmap ${clock(state.ts)}</span>
      <span>Gamma ${heard.has("gamma") ? clock(heard.get("gamma")) : "—"}</span>
      <span>${number(state.tiles.size, 0)} tiles</span>
      <span class="grow"></span>
      <button class="link" @click=${() => openLater("What's new", news, (m) => m.showNews())}>
        ${this.release?.version ? html`Version ${this.release.version} · ` : nothing}What's new
        ${this.release?.version && this.release.isNew ? html`<span class="fresh" role="img" aria-label="not read yet"></span>` : nothing}
      </button>
      <span>Times are New York</span>
    </footer>`;
  }
}

/** Whoever comes next in this tab is told nothing of this. */
function leave() {
  forgetNotices();
  signOut();
}

define("ms-app", App);

/** Whether the server is still there is seen on the stream; this only wakes a sleeping session. */
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && session.value.entry === Entry.IN) {
    get("/api/auth/me").catch(() => {});
  }
});

/** A chart does not show what it has missed: gaps are kept among the notices. */
let lostAt = null;
live.state.watch(({ state }) => {
  if (session.value.entry !== Entry.IN) return;
  if (!inReach()) lostAt ??= Date.now();
  else if (state === State.LIVE && lostAt !== null) {
    note("warning", `Out of reach of the server for ${age(Date.now() - lostAt)}`, "connectivity");
    lostAt = null;
  }
});
