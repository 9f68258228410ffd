import { get } from "../app/api.js";
import { enter, Entry, session, signOut } from "../app/session.js";
import { define, html, nothing, View, Watching } from "../ui/view.js";

const brand = html`<div class="brand"><img src="/icon.svg" alt="" /> <h1>MarketSwarm</h1></div>`;

/** What is seen by whoever is not in: the ways of signing in, or why there is none. */
export class Door extends View {
  static properties = { providers: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.providers = null;
    this.problem = "";
    new Watching(this, session);
  }

  connectedCallback() {
    super.connectedCallback();
    get("/api/auth/providers", { quiet: true })
      .then((answer) => (this.providers = answer))
      .catch((cause) => (this.problem = cause.message));
  }

  render() {
    return html`<div class="door"><main class="door-card" id="main" tabindex="-1">${brand} ${this.#inside()}</main></div>`;
  }

  #inside() {
    const { entry, message } = session.value;
    if (entry === Entry.BLOCKED) {
      return html`<p role="alert">${message ?? "Your tier is not allowed on this server."}</p>
        <button class="button" @click=${signOut}>Sign out</button>`;
    }
    if (entry === Entry.AWAY) {
      return html`<p role="alert">${message}</p>
        <button class="button primary" @click=${enter}>Try again</button>`;
    }
    return html`<p class="soft">Options models, live. Sign in to see the market.</p>
      ${this.problem ? html`<p class="down" role="alert">${this.problem}</p>` : nothing}
      <div class="providers">${this.#ways()}</div>`;
  }

  #ways() {
    if (!this.providers) return this.problem ? nothing : html`<div class="skeleton" aria-label="Loading"></div>`;
    const next = location.pathname + location.search;
    const back = `${location.origin}/api/auth/sso?next=${encodeURIComponent(next)}`;
    const ways = this.providers.providers ?? [];
    const development = this.providers.development ?? [];
    if (ways.length === 0 && development.length === 0 && !this.providers.public_mode) {
      return html`<p>Sign-in is not configured on this server. Ask its operator.</p>`;
    }
    return html`
      ${ways.map(
        (way) => html`<a class="button primary" href="${way.url}${way.url.includes("?") ? "&" : "?"}redirect=${encodeURIComponent(back)}">
          Sign in with ${way.name}
        </a>`,
      )}
      ${this.providers.public_mode
        ? html`<a class="button primary" href="/api/auth/sso?next=${encodeURIComponent(next)}">Enter</a>`
        : nothing}
      ${development.length > 0
        ? html`<p class="small faint">Development sign-in, one user per tier:</p>
            ${development.map(
              (user) => html`<a class="button" href="${user.url}${user.url.includes("?") ? "&" : "?"}next=${encodeURIComponent(next)}">
                <strong>${user.name}</strong> <span class="faint">${user.tier}</span>
              </a>`,
            )}`
        : nothing}
    `;
  }
}

define("ms-door", Door);
