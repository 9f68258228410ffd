import { ApiError } from "../../app/api.js";
import { openSheet } from "../../ui/sheet.js";
import { html, nothing } from "../../ui/view.js";

/**
 * Asks with a form until the server takes what is filled in: what it refuses can be put right.
 * Completes with the server's answer, or with undefined when the user left.
 *
 * draft: what is filled in at first; fields: draws it, given the draft, a maker of changes by field,
 * and what is wrong by field; problemsOf: what is wrong with a draft; send: gives it to the server.
 */
export function askUntilTaken({ title, yes, draft, fields, problemsOf, send }) {
  let tried = false;
  let busy = false;
  let refusal = "";
  return openSheet(({ close, update }) => {
    const edit = (field) => (value) => {
      draft[field] = value;
      refusal = "";
      update();
    };
    const submit = async (event) => {
      event.preventDefault();
      if (busy) return;
      tried = true;
      refusal = "";
      if (Object.values(problemsOf(draft)).some(Boolean)) return update();
      busy = true;
      update();
      try {
        close(await send(draft));
      } catch (cause) {
        if (!(cause instanceof ApiError)) throw cause;
        refusal = cause.message;
      } finally {
        busy = false;
        update();
      }
    };
    return {
      title,
      main: html`<form id="ask" class="stack" novalidate @submit=${submit}>
        ${fields(draft, edit, tried ? problemsOf(draft) : {})}
        ${refusal ? html`<p class="down" role="alert">${refusal}</p>` : nothing}
      </form>`,
      foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
        <button class="button primary" form="ask" ?disabled=${busy}>${yes}</button>`,
    };
  });
}
