import { html as staticHtml, unsafeStatic } from "lit/static-html.js";
import { go, place } from "../../app/router.js";
import { loadSettings } from "../../app/settings.js";
import { segments } from "../../ui/controls.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "./account.js";
import "./alerts.js";
import "./display.js";
import "./symbols.js";
import "./tags.js";
import "./trading.js";
import "./you.js";

const TABS = [
  ["display", "Display"],
  ["profile", "Profile", "account"],
  ["user", "You", "you"],
  ["trading", "Trading"],
  ["symbols", "Symbols", "symbol"],
  ["tags", "Tags", "tag"],
  ["alerts", "Alerts", "alert"],
];

/** What the user decides about the product. */
export class Settings extends View {
  constructor() {
    super();
    new Watching(this, place);
  }

  connectedCallback() {
    super.connectedCallback();
    loadSettings();
  }

  render() {
    const asked = place.value.query.get("tab");
    const [tab, , element = tab] = TABS.find(([id]) => id === asked) ?? TABS[0];
    const tag = unsafeStatic(`ms-${element}-settings`);
    return html`<div class="stack">
      <h1>Settings</h1>
      <div class="tabs">${segments("Settings", TABS, tab, (id) => go(`/settings?tab=${id}`))}</div>
      ${staticHtml`<${tag}></${tag}>`}
    </div>`;
  }
}

define("ms-settings", Settings);
