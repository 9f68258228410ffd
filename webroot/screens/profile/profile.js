import { age, date, millis, moment } from "../../model/format.js";
import { ApiError } from "../../app/api.js";
import { displayName, gates, isAdmin, loadProfile, profile, session, userTier } from "../../app/session.js";
import { icons } from "../../ui/icons.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";

/** Where people come from, by the name that the server knows. */
const PLATFORMS = { fotw: "Fly on the Wall", "0-dte": "0-DTE", dev: "This server" };

/** Who the user is to the product. */
export class Profile extends View {
  static properties = { trouble: { state: true } };

  constructor() {
    super();
    this.trouble = null;
    new Watching(this, profile, session, gates);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      await loadProfile();
      this.trouble = null;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      this.trouble = cause;
    }
  }

  render() {
    const known = profile.value ?? session.value.user?.wp ?? null;
    return html`<div class="stack">
      <h1>Profile</h1>
      <ms-panel
        class="profile"
        heading="You"
        .value=${known}
        .trouble=${this.trouble}
        .retry=${() => this.#load()}
        .content=${() => this.#card(known)}
      ></ms-panel>
    </div>`;
  }

  #card(p) {
    const roles = p.roles ?? [];
    return html`
      <header class="profile-head">
        <span class="initials" aria-hidden="true">${initials(displayName())}</span>
        <div class="grow">
          <h3>${displayName()}</h3>
          ${p.email ? html`<p class="soft">${p.email}</p>` : nothing}
          <p class="row wrap">
            <span class="badge tier">${userTier()}</span>
            ${isAdmin() ? html`<span class="badge warn">administrator</span>` : nothing}
          </p>
        </div>
        <a class="button" href="/settings?tab=profile">${icons.edit} Settings</a>
      </header>
      <dl class="numbers">
        ${row("Platform", PLATFORMS[p.issuer] ?? p.issuer)}
        ${row("Id there", p.wp_user_id ?? (profile.value ? null : p.id))}
        ${row("Id here", profile.value?.id)}
        ${row("Membership", p.subscription_tier)}
        ${row("Roles", roles.length > 0 ? roles.join(", ") : "none")}
        ${row("Time zone", p.timezone ?? `${Intl.DateTimeFormat().resolvedOptions().timeZone}, as this device`)}
        ${row("Member since", p.created_at ? date(p.created_at) : null)}
        ${row("Last sign-in", p.last_login_at ? `${moment(p.last_login_at)}, ${age(Date.now() - millis(p.last_login_at))} ago` : null)}
      </dl>
    `;
  }
}

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join("");

const row = (name, value) => (value == null || value === "" ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`);

define("ms-profile", Profile);
