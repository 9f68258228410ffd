import { live } from "lit/directives/live.js";
import { define, html, nothing, View } from "../../ui/view.js";

/**
 * A named place for a number that is saved when it is left, or with Enter; Escape brings back what
 * was there. What is wrong is said beside it, and is not sent.
 *
 * check: whether a number will do; wrong: what is said if not; needed: whether it may not be empty.
 * Says "number" with the number, or null.
 */
export class NumberField extends View {
  static properties = {
    label: {},
    value: { attribute: false },
    check: { attribute: false },
    wrong: {},
    needed: { type: Boolean },
    bare: { type: Boolean },
    typed: { state: true },
    isWrong: { state: true },
  };

  constructor() {
    super();
    this.typed = null;
    this.isWrong = false;
  }

  render() {
    return html`<label class="field">
      <span class=${this.bare ? "visually-hidden" : ""}>${this.label}</span>
      <input
        class="input"
        type="number"
        min="0"
        step="any"
        .value=${live(this.typed ?? String(this.value ?? ""))}
        aria-invalid=${String(this.isWrong)}
        @change=${this.#leave}
        @keydown=${this.#key}
      />
      ${this.isWrong ? html`<span class="problem" role="alert">${this.wrong}</span>` : nothing}
    </label>`;
  }

  #leave = ({ target }) => {
    const isEmpty = target.value === "" && !target.validity.badInput;
    const number = isEmpty ? null : Number(target.value);
    this.isWrong = isEmpty ? this.needed : target.value === "" || !this.check(number);
    this.typed = this.isWrong ? target.value : null;
    if (this.isWrong || number === (this.value ?? null)) return;
    // Until whoever holds this says otherwise.
    this.value = number;
    this.say("number", number);
  };

  #key = (event) => {
    if (event.key !== "Escape") return;
    this.typed = null;
    this.isWrong = false;
    this.requestUpdate();
  };
}

define("ms-number-field", NumberField);
