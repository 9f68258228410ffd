import { dismiss, toasts } from "../app/notices.js";
import { icons } from "./icons.js";
import { define, html, nothing, View, Watching } from "./view.js";

/** Messages at the edge of the screen; a screen reader hears of errors at once. */
export class Toasts extends View {
  constructor() {
    super();
    new Watching(this, toasts);
  }

  render() {
    return html`<div class="toasts" aria-live="polite">
      ${toasts.value.map(
        (toast) => html`<div class="toast ${toast.kind}" role=${toast.kind === "error" ? "alert" : "status"}>
          <span class="grow">${toast.text}</span>
          ${toast.action
            ? html`<button
                class="button tiny"
                @click=${() => {
                  dismiss(toast.id);
                  toast.action.run();
                }}
              >
                ${toast.action.label}
              </button>`
            : nothing}
          <button class="button quiet tiny icon" aria-label="Close" @click=${() => dismiss(toast.id)}>
            ${icons.close}
          </button>
        </div>`,
      )}
    </div>`;
  }
}

define("ms-toasts", Toasts);
