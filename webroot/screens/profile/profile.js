import { moment } from "../../model/format.js";
import { isAdmin, loadProfile, profile, session, userTier } from "../../app/session.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";

/** Who the user is to the product. */
export class Profile extends View {
  constructor() {
    super();
    new Watching(this, profile, session);
  }

  connectedCallback() {
    super.connectedCallback();
    loadProfile().catch(() => {});
  }

  render() {
    const p = profile.value ?? session.value.user?.wp;
    const row = (name, value) => (value == null || value === "" ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
    return html`<div class="stack">
      <h1>Profile</h1>
      <ms-panel heading=${p?.display_name ?? p?.name ?? "You"} .value=${p ?? null} .content=${() => html`<div class="stack narrow"><dl class="numbers">
        ${row("E-mail", p.email)} ${row("Platform", p.issuer)} ${row("Id there", p.wp_user_id ?? p.id)} ${row("Tier", userTier())}
        ${row("Membership", p.subscription_tier)} ${row("Roles", (p.roles ?? []).join(", ") || "none")} ${row("Administrator", isAdmin() ? "yes" : null)}
        ${row("Time zone", p.timezone)} ${row("Member since", p.created_at ? moment(p.created_at) : null)}
        ${row("Last sign-in", p.last_login_at ? moment(p.last_login_at) : null)}
      </dl>
      <p class="row"><a class="button" href="/settings">Settings</a></p></div>`}></ms-panel>
    </div>`;
  }
}

define("ms-profile", Profile);
