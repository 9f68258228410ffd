import { icons } from "./icons.js";
import { html, nothing, render } from "lit";

let count = 0;

/**
 * Opens a dialog and completes when it is closed, with what it was closed with; undefined when it
 * was left. The browser traps the focus and closes the topmost dialog on Escape.
 *
 * draw: given {close, update}, returns {title, main, foot}; wide: for tables; guard: asked before
 * the user leaves it, false keeps it open.
 */
export function openSheet(draw, { wide = false, guard } = {}) {
  return new Promise((done) => {
    const dialog = document.createElement("dialog");
    const titleId = `sheet-${++count}`;
    const before = document.activeElement;
    let result;
    dialog.className = `sheet ${wide ? "wide" : ""}`;
    dialog.setAttribute("aria-labelledby", titleId);
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const leave = () => {
      if (!guard || guard()) close(undefined);
    };
    const update = () => {
      const { title, main, foot } = draw({ close, update, leave });
      render(
        html`<div class="sheet-body">
          <header class="sheet-head">
            <h2 id=${titleId}>${title}</h2>
            <button class="button quiet icon" aria-label="Close" @click=${leave}>${icons.close}</button>
          </header>
          <div class="sheet-main">${main}</div>
          ${foot ? html`<footer class="sheet-foot">${foot}</footer>` : nothing}
        </div>`,
        dialog,
      );
    };
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      leave();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) leave();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus?.();
      done(result);
    });
    document.body.append(dialog);
    update();
    dialog.showModal();
    dialog.querySelector("[autofocus], .sheet-main input, .sheet-main select")?.focus();
  });
}

/** Asks before something that cannot be taken back. */
export const confirm = (title, text, { yes = "Yes", danger = false } = {}) =>
  openSheet(({ close }) => ({
    title,
    main: html`<p>${text}</p>`,
    foot: html`<button class="button" @click=${() => close(false)}>Cancel</button>
      <button class="button ${danger ? "danger" : "primary"}" autofocus @click=${() => close(true)}>${yes}</button>`,
  }));
