import { age, clock } from "../model/format.js";
import { CATEGORIES, forgetNotices, markSeen, notices, recall, recent } from "../app/notices.js";
import { segments } from "../ui/controls.js";
import { openSheet } from "../ui/sheet.js";
import { html, nothing } from "../ui/view.js";

/** What a kind is called by whoever cannot see its colour. */
const KINDS = { info: "For information", success: "Done", warning: "Warning", error: "Error" };

/** Shows what the user was told today, also what is no longer on the screen. */
export async function showNotices() {
  recall();
  let about = "";
  let stop = () => {};
  await openSheet(({ close, update }) => {
    stop();
    stop = notices.watch(update);
    const all = recent();
    const categories = CATEGORIES.filter((c) => all.some((n) => n.category === c));
    if (!categories.includes(about)) about = "";
    const choose = (category) => {
      about = category;
      update();
    };
    return {
      title: "Notices",
      main: html`
        ${categories.length > 1 ? html`<div class="tabs">${segments("About", [["", "All"], ...categories.map((c) => [c, c])], about, choose)}</div>` : nothing}
        ${list(all.filter((n) => !about || n.category === about))}
      `,
      foot: html`<button class="button" @click=${forgetNotices}>Clear all</button>
        <button class="button primary" autofocus @click=${() => close()}>Done</button>`,
    };
  });
  stop();
  markSeen();
}

function list(shown) {
  if (shown.length === 0) return html`<p class="soft" role="status">Nothing was said today.</p>`;
  return html`<ul class="notices">
    ${shown.map(
      (n) => html`<li class=${n.kind}>
        <span class="visually-hidden">${KINDS[n.kind]}:</span>
        <span class="grow">${n.text}</span>
        <span class="badge">${n.category}</span>
        <time class="soft small num" datetime=${new Date(n.at).toISOString()} title=${`${age(Date.now() - n.at)} ago`}>${clock(n.at)}</time>
      </li>`,
    )}
  </ul>`;
}
