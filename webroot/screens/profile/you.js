import { loadSettings, set, setting, settings, trouble } from "../../app/settings.js";
import { check, select } from "../../ui/controls.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import { KINDS } from "./symbols.js";

const NOT_SAID = ["", "Not said"];

const STYLES = [
  NOT_SAID,
  ["zero_dte", "Same-day expiries (0DTE)"],
  ["day", "Day trades"],
  ["swing", "Swings of days and weeks"],
  ["income", "Income from selling premium"],
  ["position", "Positions of months"],
];

const EXPERIENCE = [
  NOT_SAID,
  ["beginner", "Beginning"],
  ["intermediate", "Some years"],
  ["advanced", "Many years"],
  ["professional", "Professional"],
];

/** The bands of the dial by which answers are written. */
const VOICES = [
  NOT_SAID,
  ["gentle", "Gentle: in short, and casual"],
  ["balanced", "Balanced: to the point, with the structure behind it"],
  ["sharp", "Sharp: direct, with what speaks against you"],
];

/** How the user trades, so that what is said fits. */
export class YouSettings extends View {
  constructor() {
    super();
    new Watching(this, settings, trouble);
  }

  render() {
    return html`<ms-panel
      heading="You"
      hint="So that what you are told fits you"
      .value=${settings.value}
      .trouble=${trouble.value}
      .retry=${loadSettings}
      .content=${() => this.#content()}
    ></ms-panel>`;
  }

  #content() {
    return html`<div class="stack narrow">
      ${choice("How you trade", "trading_style", STYLES)} ${choice("Experience", "experience_level", EXPERIENCE)}
      <fieldset class="choices">
        <legend>What you trade</legend>
        ${Object.entries(KINDS).map(([kind, name]) => check(`${name}s`, preferred().includes(kind), (on) => prefer(kind, on)))}
      </fieldset>
      ${choice("How the assistant speaks to you", "ai_style", VOICES)}
    </div>`;
  }
}

/** What somebody else has set long ago may be no choice of ours: it stays visible until it is changed. */
function choice(label, key, choices) {
  const now = setting("user", key) ?? "";
  const known = choices.some(([value]) => value === now);
  return select(label, known ? choices : [...choices, [now, String(now)]], now, (value) => set("user", key, value || null));
}

function preferred() {
  const kinds = setting("user", "preferred_instruments");
  return Array.isArray(kinds) ? kinds : [];
}

const prefer = (kind, on) =>
  set("user", "preferred_instruments", on ? [...preferred(), kind] : preferred().filter((k) => k !== kind));

define("ms-you-settings", YouSettings);
