import { get, patch, put } from "../../app/api.js";
import { failed, saved, succeeded } from "../../app/notices.js";
import { loadProfile, profile } from "../../app/session.js";
import { check, input, select } from "../../ui/controls.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";

const LONGEST_NAME = 100;
const NAME = /^[A-Za-z0-9_\- \t]*$/;

/** Where the user is, and how others see the user. */
export class AccountSettings extends View {
  static properties = { board: { state: true }, trouble: { state: true }, refusal: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.board = null;
    this.trouble = null;
    this.refusal = "";
    this.busy = false;
    new Watching(this, profile);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      this.board = await get("/api/profile/leaderboard-settings");
      this.trouble = null;
    } catch (cause) {
      this.trouble = cause;
    }
  }

  render() {
    return html`<ms-panel
      heading="Profile"
      .value=${this.board}
      .trouble=${this.trouble}
      .retry=${() => this.#load()}
      .content=${() => this.#content()}
    ></ms-panel>`;
  }

  #content() {
    const zones = Intl.supportedValuesOf?.("timeZone") ?? ["America/New_York", "UTC"];
    const { screenName, showScreenName, displayName } = this.board;
    const problem = this.#problem() || this.refusal;
    return html`<form class="stack narrow" novalidate @submit=${this.#save}>
      ${select("Time zone", [["", "As this device"], ...zones.map((z) => [z, z])], profile.value?.timezone ?? "", (zone) => this.#setZone(zone))}
      ${input("Name on the leaderboard", screenName, (name) => this.#edit({ screenName: name }), { maxlength: LONGEST_NAME, placeholder: displayName, problem })}
      <p class="soft small">Letters, digits, spaces, dashes and underscores; ${LONGEST_NAME - (screenName?.length ?? 0)} of ${LONGEST_NAME} characters left.</p>
      ${check("Show this name", Boolean(showScreenName), (show) => this.#edit({ showScreenName: show }))}
      <div><button class="button primary" ?disabled=${this.busy}>Save</button></div>
    </form>`;
  }

  #problem() {
    return NAME.test(this.board.screenName ?? "") ? "" : "Only letters, digits, spaces, dashes and underscores";
  }

  #edit(change) {
    this.board = { ...this.board, ...change };
    this.refusal = "";
  }

  #save = async (event) => {
    event.preventDefault();
    if (this.busy || this.#problem()) return;
    this.busy = true;
    try {
      const { screenName, showScreenName } = this.board;
      this.board = await patch("/api/profile/leaderboard-settings", { screenName, showScreenName });
      succeeded("Saved");
    } catch (cause) {
      if (cause.status === 400) this.refusal = cause.message;
      else failed("The name was not saved", cause);
    } finally {
      this.busy = false;
    }
  };

  async #setZone(zone) {
    await saved("The time zone was not saved", async () => {
      await put("/api/profile/timezone", { timezone: zone || null });
      await loadProfile();
    });
    this.requestUpdate(); // what was refused is seen to go back
  }
}

define("ms-account-settings", AccountSettings);
