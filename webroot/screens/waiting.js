import { moment } from "../model/format.js";
import { discard, needsWord, sendAnyway, waiting } from "../app/queue.js";
import { confirm, openSheet } from "../ui/sheet.js";
import { html, nothing } from "../ui/view.js";

/** Shows what was done out of reach of the server, and lets the user take it back. */
export async function showWaiting() {
  let stop = () => {};
  await openSheet(
    ({ close, update }) => {
      stop();
      stop = waiting.watch(update);
      return {
        title: "Waiting for the server",
        main: html`<p class="soft">Kept on this device, also across a reload, and sent in this order.</p>
          ${waiting.value.length === 0 ? html`<p role="status">Everything was sent.</p>` : table()}`,
        foot: html`<button class="button primary" @click=${() => close()}>Done</button>`,
      };
    },
    { wide: true },
  );
  stop();
}

const table = () => html`<div class="table-wrap" tabindex="0"><table class="table">
  <thead><tr><th scope="col">Done</th><th scope="col">What</th><th scope="col"><span class="visually-hidden">Actions</span></th></tr></thead>
  <tbody>
    ${waiting.value.map(
      (m) => html`<tr>
        <td>${moment(m.at)}</td>
        <td>${m.what} ${needsWord(m) ? html`<br /><span class="warn small">${doubt(m)}</span>` : nothing}</td>
        <td><span class="row">
          ${needsWord(m) ? html`<button class="button tiny" @click=${() => sendAnyway(m.id)}>Send</button>` : nothing}
          <button class="button tiny danger" aria-label="Discard ${m.what}" @click=${() => take(m)}>Discard</button>
        </span></td>
      </tr>`,
    )}
  </tbody>
</table></div>`;

const doubt = (m) =>
  m.failures ? "The server failed at it several times." : "It may have arrived more than a day ago: look before you send it again.";

async function take(m) {
  if (await confirm("Discard", `Forget “${m.what}”? The server will not hear of it.`, { yes: "Discard it", danger: true })) discard(m.id);
}
