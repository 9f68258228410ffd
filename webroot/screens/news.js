import { loadReleases, releases, seenVersion, version } from "../app/releases.js";
import { icons } from "../ui/icons.js";
import { openSheet } from "../ui/sheet.js";
import { html } from "../ui/view.js";

const KINDS = { feature: ["new", "up"], improvement: ["better", ""], fix: ["fixed", "warn"] };

/** Shows what is new in the product. */
export async function showNews() {
  let trouble = null;
  let redraw = () => {};
  const load = async () => {
    trouble = null;
    redraw();
    try {
      await loadReleases();
      seenVersion.value = version();
    } catch (cause) {
      trouble = cause;
    }
    redraw();
  };
  load();
  await openSheet(({ close, update }) => {
    redraw = update;
    return {
      title: "What's new",
      main: content(trouble, load),
      foot: html`<button class="button primary" autofocus @click=${() => close()}>Done</button>`,
    };
  });
  redraw = () => {};
}

function content(trouble, retry) {
  const list = releases.value;
  if (list === null && trouble) {
    return html`<div class="panel-state" role="alert">${icons.alert}<p>${trouble.message}</p>
      <button class="button" @click=${retry}>${icons.refresh} Retry</button></div>`;
  }
  if (list === null) return html`<div class="panel-state" role="status"><div class="skeleton"></div><p class="faint">Loading…</p></div>`;
  if (list.length === 0) return html`<p class="soft">Nothing is written yet.</p>`;
  return list.map(
    (release) => html`<section class="release">
      <header class="row"><h3>${release.version}</h3> <time class="soft small" datetime=${release.date}>${release.date}</time></header>
      <ul>${release.entries.map(entry)}</ul>
    </section>`,
  );
}

function entry({ area, title, description, type }) {
  const [name, look] = KINDS[type] ?? [type, ""];
  return html`<li>
    <p class="row wrap"><strong>${title}</strong> <span class="badge">${area}</span> <span class="badge ${look}">${name}</span></p>
    <p class="soft">${description}</p>
  </li>`;
}
