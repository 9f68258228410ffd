import { live } from "lit/directives/live.js";
import { data, get, patch, put } from "../../app/api.js";
import { failed, succeeded } from "../../app/notices.js";
import { contrast, textSize, theme } from "../../app/prefs.js";
import { go, place } from "../../app/router.js";
import { loadProfile, profile } from "../../app/session.js";
import { check, input, segments, select } from "../../ui/controls.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";

const TABS = [["display", "Display"], ["profile", "Profile"], ["trading", "Trading"], ["symbols", "Symbols"], ["alerts", "Alerts"]];

const TRADING = [
  ["default_risk_per_trade", "Risk per trade, $"],
  ["max_position_size", "Largest position, contracts"],
  ["max_daily_loss", "Largest loss a day, $"],
];

const ALERTS = [
  ["alerts_sound", "Sound"],
  ["alerts_browser", "Messages of the browser"],
  ["alerts_visual", "Flash the panel"],
];

/** What the user decides about the product. */
export class Settings extends View {
  static properties = { stored: { state: true }, board: { state: true }, symbols: { state: true }, troubles: { state: true } };

  constructor() {
    super();
    this.stored = null;
    this.board = null;
    this.symbols = null;
    this.troubles = {};
    new Watching(this, theme, textSize, contrast, profile, place);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    const [stored, board, symbols] = await Promise.allSettled([
      data(get("/api/settings")),
      get("/api/profile/leaderboard-settings"),
      data(get("/api/symbols?include_disabled=true")),
    ]);
    this.stored = stored.value ?? null;
    this.board = board.value ?? null;
    this.symbols = symbols.value ?? null;
    this.troubles = { trading: stored.reason, alerts: stored.reason, profile: board.reason, symbols: symbols.reason };
  }

  /** What a tab shows; null while it is not known. */
  #known(tab) {
    return { trading: this.stored, alerts: this.stored, profile: this.board, symbols: this.symbols }[tab];
  }

  render() {
    const tab = place.value.query.get("tab") ?? "display";
    return html`<div class="stack">
      <h1>Settings</h1>
      ${segments("Settings", TABS, tab, (id) => go(`/settings?tab=${id}`))}
      <ms-panel
        heading=${TABS.find(([id]) => id === tab)?.[1] ?? "Display"}
        .value=${this.#known(tab)}
        .trouble=${this.troubles[tab]}
        .retry=${() => this.#load()}
        .content=${() => this.#tab(tab)}
      ></ms-panel>
    </div>`;
  }

  #tab(tab) {
    switch (tab) {
      case "profile":
        return this.#profile();
      case "trading":
        return this.#trading();
      case "symbols":
        return this.#symbols();
      case "alerts":
        return this.#alerts();
      default:
        return this.#display();
    }
  }

  #display() {
    const line = (name, control) => html`<div class="row spread setting"><span>${name}</span>${control}</div>`;
    return html`<div class="stack">
      ${line("Theme", segments("Theme", [["dark", "Dark"], ["light", "Light"], ["auto", "As the system"]], theme.value, (v) => (theme.value = v)))}
      ${line("Text size", segments("Text size", [["compact", "Compact"], ["normal", "Normal"], ["comfortable", "Large"]], textSize.value, (v) => (textSize.value = v)))}
      ${line("Contrast", segments("Contrast", [["low", "Low"], ["normal", "Normal"], ["high", "High"]], contrast.value, (v) => (contrast.value = v)))}
    </div>`;
  }

  #profile() {
    const zones = Intl.supportedValuesOf?.("timeZone") ?? ["America/New_York", "UTC"];
    return html`<div class="stack narrow">
      ${select("Time zone", [["", "As this device"], ...zones.map((z) => [z, z])], profile.value?.timezone ?? "", (timezone) =>
        this.#save("The time zone was not saved", async () => {
          await put("/api/profile/timezone", { timezone: timezone || null });
          await loadProfile();
        }),
      )}
      ${input("Name on the leaderboard", this.board.screenName, (v) => (this.board = { ...this.board, screenName: v }), { maxlength: 100 })}
      ${check("Show this name", this.board.showScreenName, (v) => (this.board = { ...this.board, showScreenName: v }))}
      <div><button class="button primary" @click=${() =>
        this.#save("The name was not saved", async () => {
          const { screenName, showScreenName } = this.board;
          this.board = await patch("/api/profile/leaderboard-settings", { screenName, showScreenName });
        })}>Save</button></div>
    </div>`;
  }

  #value(group, key) {
    return this.stored?.[group]?.[key];
  }

  async #store(group, key, value) {
    await this.#save("The setting was not saved", async () => {
      await put(`/api/settings/${key}`, { value, category: group });
      this.stored = { ...this.stored, [group]: { ...this.stored?.[group], [key]: value } };
    });
  }

  #trading() {
    return html`<div class="fields">
      ${TRADING.map(
        ([key, label]) => html`<label class="field">
          <span>${label}</span>
          <input class="input" type="number" min="0" step="any" .value=${live(String(this.#value("trading", key) ?? ""))} @change=${(e) => this.#store("trading", key, e.target.value === "" ? null : Number(e.target.value))} />
        </label>`,
      )}
    </div>`;
  }

  #alerts() {
    return html`<div class="stack">
      ${ALERTS.map(([key, label]) =>
        check(label, Boolean(this.#value("user", key) ?? true), async (on) => {
          if (key === "alerts_browser" && on) await globalThis.Notification?.requestPermission?.();
          await this.#store("user", key, on);
        }),
      )}
    </div>`;
  }

  #symbols() {
    const list = this.symbols;
    if (list.length === 0) return html`<p class="soft">No symbols are known.</p>`;
    return html`<div class="table-wrap"><table class="table">
      <thead><tr><th scope="col">Offered</th><th scope="col">Symbol</th><th scope="col">Name</th><th scope="col">Kind</th><th scope="col" class="num">Multiplier</th></tr></thead>
      <tbody>
        ${list.map(
          (s) => html`<tr>
            <td>${check(
              `Offer ${s.symbol}`,
              Boolean(s.enabled),
              (enabled) =>
                this.#save("The symbol was not changed", async () => {
                  await put(`/api/symbols/${s.symbol}`, { enabled });
                  this.symbols = list.map((x) => (x === s ? { ...s, enabled } : x));
                }),
              { hidden: true },
            )}</td>
            <td>${s.symbol}</td><td>${s.name}</td><td>${s.asset_type?.replaceAll("_", " ")}</td><td class="num">${s.multiplier}</td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  async #save(what, work) {
    try {
      await work();
      succeeded("Saved");
    } catch (cause) {
      failed(what, cause);
      this.requestUpdate(); // what was refused is seen to go back
    }
  }
}

define("ms-settings", Settings);
