import { html } from "lit";
import { live } from "lit/directives/live.js";

/** A row of choices of which one holds; arrow keys move it, as in a group of radio buttons. */
export function segments(label, choices, chosen, choose) {
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const i = choices.findIndex(([value]) => value === chosen);
    const next = (i + step + choices.length) % choices.length;
    choose(choices[next][0]);
    event.currentTarget.children[next]?.focus();
  };
  return html`<div class="segments" role="radiogroup" aria-label=${label} @keydown=${move}>
    ${choices.map(
      ([value, text]) => html`<button
        type="button"
        role="radio"
        aria-checked=${String(value === chosen)}
        tabindex=${value === chosen ? 0 : -1}
        @click=${() => choose(value)}
      >
        ${text}
      </button>`,
    )}
  </div>`;
}

/**
 * A named list to choose from: choices are [value, text]. What was chosen but refused is seen to go
 * back.
 */
export const select = (label, choices, chosen, choose, { hidden = false } = {}) => html`
  <label class="field">
    <span class=${hidden ? "visually-hidden" : ""}>${label}</span>
    <select class="select" @change=${(event) => choose(event.target.value)}>
      ${choices.map(
        ([value, text]) => html`<option value=${value} .selected=${live(String(value) === String(chosen))}>${text}</option>`,
      )}
    </select>
  </label>
`;

/** A named place for text or a number. */
export const input = (label, value, change, { type = "text", problem, required, ...more } = {}) => html`
  <label class="field">
    <span>${label}${required ? html`<span aria-hidden="true"> *</span>` : ""}</span>
    <input
      class="input"
      type=${type}
      .value=${value ?? ""}
      ?required=${required}
      step=${more.step ?? (type === "number" ? "any" : "")}
      min=${more.min ?? ""}
      max=${more.max ?? ""}
      maxlength=${more.maxlength ?? 500}
      placeholder=${more.placeholder ?? ""}
      aria-invalid=${problem ? "true" : "false"}
      @input=${(event) => change(event.target.value)}
    />
    ${problem ? html`<span class="problem" role="alert">${problem}</span>` : ""}
  </label>
`;

export const check = (label, checked, change, { hidden = false } = {}) => html`
  <label class="check">
    <input type="checkbox" .checked=${live(checked)} @change=${(event) => change(event.target.checked)} />
    <span class=${hidden ? "visually-hidden" : ""}>${label}</span>
  </label>
`;
