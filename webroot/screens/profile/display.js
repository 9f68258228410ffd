import { contrast, textSize, theme } from "../../app/prefs.js";
import { segments } from "../../ui/controls.js";
import { define, html, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";

const CHOICES = [
  ["Theme", theme, [["dark", "Dark"], ["light", "Light"], ["auto", "As the system"]]],
  ["Text size", textSize, [["compact", "Compact"], ["normal", "Normal"], ["comfortable", "Large"]]],
  ["Contrast", contrast, [["low", "Low"], ["normal", "Normal"], ["high", "High"]]],
];

/** How the product looks on this device. */
export class DisplaySettings extends View {
  constructor() {
    super();
    new Watching(this, theme, textSize, contrast);
  }

  render() {
    return html`<ms-panel heading="Display" .content=${() => html`<div class="stack">
      ${CHOICES.map(
        ([name, choice, values]) => html`<div class="row spread setting">
          <span>${name}</span> ${segments(name, values, choice.value, (value) => (choice.value = value))}
        </div>`,
      )}
      <p class="soft small">Kept on this device.</p>
    </div>`}></ms-panel>`;
  }
}

define("ms-display-settings", DisplaySettings);
