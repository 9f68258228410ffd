import { Signal } from "../../app/signal.js";
import { loadSettings, set, setting, settings, trouble } from "../../app/settings.js";
import { check } from "../../ui/controls.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";

const WAYS = [
  ["alerts_sound", "Sound", "A short tone"],
  ["alerts_browser", "Messages of the browser", "Also seen while you look at another page"],
  ["alerts_visual", "Flash the panel", "What it is about lights up for a moment"],
];

const OF_STRATEGIES = [
  ["alerts_strategy_price", "Price", "The underlying crosses a level that you set for a strategy"],
  ["alerts_strategy_debit", "Cost", "What a strategy costs crosses a level that you set"],
];

const allowed = () => globalThis.Notification?.permission ?? "none";

/** Whether this browser may show messages: granted, denied, default (not asked), or none at all. */
const permission = new Signal(allowed());

async function ask() {
  await globalThis.Notification?.requestPermission?.();
  permission.value = allowed();
}

/** Which alerts are wanted, and how they make themselves known. */
export class AlertSettings extends View {
  constructor() {
    super();
    new Watching(this, settings, trouble, permission);
  }

  connectedCallback() {
    super.connectedCallback();
    permission.value = allowed();
  }

  render() {
    return html`<ms-panel
      heading="Alerts"
      .value=${settings.value}
      .trouble=${trouble.value}
      .retry=${loadSettings}
      .content=${() => html`<div class="stack">
        ${this.#group("How an alert makes itself known", WAYS)} ${this.#group("Alerts of your strategies", OF_STRATEGIES)}
      </div>`}
    ></ms-panel>`;
  }

  #group(name, choices) {
    return html`<fieldset class="choices">
      <legend>${name}</legend>
      ${choices.map(
        ([key, label, what]) => html`<div>
          ${check(label, isOn(key), (on) => this.#switch(key, on))}
          <p class="soft small">${what}</p>
          ${key === "alerts_browser" && isOn(key) ? this.#browser() : nothing}
        </div>`,
      )}
    </fieldset>`;
  }

  async #switch(key, on) {
    if (key === "alerts_browser" && on && permission.value === "default") await ask();
    await set("user", key, on);
  }

  #browser() {
    switch (permission.value) {
      case "granted":
        return nothing;
      case "denied":
        return html`<p class="warn small" role="status">Blocked by the browser: allow messages of this site in its settings, then load the page again.</p>`;
      case "none":
        return html`<p class="warn small" role="status">This browser shows no messages.</p>`;
      default:
        return html`<p class="small row wrap"><span class="warn">Not yet allowed on this device.</span> <button class="button tiny" @click=${ask}>Allow</button></p>`;
    }
  }
}

const isOn = (key) => Boolean(setting("user", key) ?? true);

define("ms-alert-settings", AlertSettings);
