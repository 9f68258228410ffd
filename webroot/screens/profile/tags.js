import { date } from "../../model/format.js";
import { data, get, post, put, remove } from "../../app/api.js";
import { saved, succeeded } from "../../app/notices.js";
import { check, input, select } from "../../ui/controls.js";
import { each } from "../../ui/each.js";
import { icons } from "../../ui/icons.js";
import { confirm } from "../../ui/sheet.js";
import { define, html, nothing, View } from "../../ui/view.js";
import "../../ui/panel.js";
import { askUntilTaken } from "./ask.js";

/** What a tag can be about, in the order in which they are shown: id, name, what belongs there. */
const CATEGORIES = [
  ["behavior", "Behavior", "What you did"],
  ["context", "Context", "What the market was like"],
  ["process", "Process", "Whether you kept to your plan"],
  ["insight", "Insight", "What you learned"],
  ["strategy", "Strategy", "How you trade"],
  ["state", "Readiness", "How you came to the desk"],
  ["custom", "Your own", "Whatever else"],
];

const LONGEST_NAME = 100;
const LONGEST_DESCRIPTION = 1000;

const fits = (tag, words) => `${tag.name} ${tag.description ?? ""} ${tag.group ?? ""}`.toLowerCase().includes(words);

const byGroupAndName = (a, b) => (a.group ?? "").localeCompare(b.group ?? "") || a.name.localeCompare(b.name);

/** The words with which the user looks back on trades and days. */
export class TagSettings extends View {
  static properties = { list: { state: true }, trouble: { state: true }, search: { state: true }, withRetired: { state: true } };

  constructor() {
    super();
    this.list = null;
    this.trouble = null;
    this.search = "";
    this.withRetired = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      this.list = (await data(get("/api/tags?include_retired=true"))) ?? [];
      this.trouble = null;
    } catch (cause) {
      this.trouble = cause;
    }
  }

  render() {
    return html`<ms-panel
      heading="Tags"
      flush
      .value=${this.list}
      .trouble=${this.trouble}
      .retry=${() => this.#load()}
      .tools=${() => this.#tools()}
      .content=${() => this.#content()}
    ></ms-panel>`;
  }

  #tools() {
    if (this.list === null) return nothing;
    const retired = this.list.filter((t) => t.is_retired).length;
    return html`
      ${retired > 0 ? check(`Retired (${retired})`, this.withRetired, (on) => (this.withRetired = on)) : nothing}
      <input class="input" type="search" aria-label="Search tags" placeholder="Search" .value=${this.search} @input=${(e) => (this.search = e.target.value)} />
      <button class="button tiny" @click=${() => this.#edit()}>${icons.plus} Tag</button>
    `;
  }

  #content() {
    const words = this.search.trim().toLowerCase();
    const seen = this.list.filter((t) => (this.withRetired || !t.is_retired) && fits(t, words)).sort(byGroupAndName);
    if (seen.length === 0) return this.#nothing(words);
    const groups = CATEGORIES.map(([id, name, what]) => [id, name, what, seen.filter((t) => t.category === id)]);
    return groups.filter(([, , , tags]) => tags.length > 0).map(([id, name, what, tags]) => html`<section class="tags" aria-labelledby="tags-${id}">
      <header class="row"><h3 id="tags-${id}">${name}</h3> <span class="badge">${tags.length}</span> <span class="soft small">${what}</span></header>
      <ul>${each(tags, (t) => t.id, (t) => this.#tag(t))}</ul>
    </section>`);
  }

  #nothing(words) {
    return html`<div class="empty">
      <p>${words ? html`No tag has “${this.search.trim()}” in it.` : "No tags yet: they are the words with which you look back on trades."}</p>
      <button class="button primary" @click=${() => this.#edit(undefined, this.search.trim())}>${icons.plus} Make one</button>
    </div>`;
  }

  #tag(tag) {
    return html`<li class=${tag.is_retired ? "retired" : ""}>
      <div class="grow">
        <p class="row wrap">
          <strong>${tag.name}</strong>
          ${tag.group ? html`<span class="badge">${tag.group}</span>` : nothing}
          ${tag.is_retired ? html`<span class="badge warn">retired</span>` : nothing}
          ${tag.is_locked ? html`<span class="soft" role="img" aria-label="Part of the product" title="Part of the product: only its description can be changed">${icons.lock}</span>` : nothing}
        </p>
        ${tag.description ? html`<p class="soft small">${tag.description}</p>` : nothing}
      </div>
      <span class="soft small num" title=${tag.last_used_at ? `Last on ${date(tag.last_used_at)}` : nothing}>${usesOf(tag)}</span>
      <span class="row">
        <button class="button quiet tiny icon" title="Edit" aria-label="Edit ${tag.name}" @click=${() => this.#edit(tag)}>${icons.edit}</button>
        <button class="button quiet tiny" aria-label="${tag.is_retired ? "Restore" : "Retire"} ${tag.name}" @click=${() => this.#retire(tag)}>${tag.is_retired ? "Restore" : "Retire"}</button>
        ${tag.system ? nothing : html`<button class="button quiet tiny icon" title="Delete" aria-label="Delete ${tag.name}" @click=${() => this.#delete(tag)}>${icons.trash}</button>`}
      </span>
    </li>`;
  }

  #put(tag) {
    this.list = [...this.list.filter((t) => t.id !== tag.id), tag];
  }

  async #edit(tag, name = "") {
    const kept = await askForTag(tag, this.list, name);
    if (!kept) return;
    this.#put(kept);
    succeeded(tag ? "Saved" : `Tag “${kept.name}” made`);
  }

  async #retire(tag) {
    const step = tag.is_retired ? "restore" : "retire";
    this.#put({ ...tag, is_retired: !tag.is_retired });
    const kept = await saved(`“${tag.name}” was not ${step}d`, () => put(`/api/tags/${tag.id}/${step}`), `“${tag.name}” ${step}d`);
    if (!kept) this.#put(tag);
  }

  async #delete(tag) {
    if (!(await confirm("Delete tag", `Delete “${tag.name}” for good?`, { yes: "Delete", danger: true }))) return;
    this.list = this.list.filter((t) => t.id !== tag.id);
    const gone = await saved(`“${tag.name}” is still there`, () => remove(`/api/tags/${tag.id}`), `“${tag.name}” deleted`);
    if (!gone) this.#put(tag);
  }
}

const usesOf = ({ usage_count: uses }) => (uses > 0 ? `${uses} ${uses === 1 ? "use" : "uses"}` : "never used");

function problemsOf(d, tag, known) {
  const name = d.name.trim().toLowerCase();
  const taken = known.some((t) => t.id !== tag?.id && t.name.toLowerCase() === name);
  return { name: !name ? "A name" : taken && "There is a tag of this name" };
}

/** What is filled in; of a tag that is there, only what differs: of a locked one nothing else may be sent. */
function bodyOf(d, tag) {
  const body = { name: d.name.trim(), category: d.category, description: d.description.trim() || null };
  return tag ? Object.fromEntries(Object.entries(body).filter(([field, value]) => value !== tag[field])) : body;
}

async function send(d, tag) {
  const body = bodyOf(d, tag);
  if (!tag) return data(post("/api/tags", body));
  return Object.keys(body).length === 0 ? tag : data(put(`/api/tags/${tag.id}`, body));
}

const askForTag = (tag, known, name) =>
  askUntilTaken({
    title: tag ? `Edit “${tag.name}”` : "New tag",
    yes: tag ? "Save" : "Make it",
    draft: { name: tag?.name ?? name, category: tag?.category ?? "custom", description: tag?.description ?? "" },
    problemsOf: (d) => problemsOf(d, tag, known),
    fields: (d, edit, problems) => html`
      ${tag?.is_locked
        ? html`<p class="soft">${icons.lock} Part of the product: only its description can be changed.</p>`
        : html`${input("Name", d.name, edit("name"), { required: true, maxlength: LONGEST_NAME, problem: problems.name })}
            ${select("Category", CATEGORIES.map(([id, name, what]) => [id, `${name}: ${what.toLowerCase()}`]), d.category, edit("category"))}`}
      <label class="field"><span>Description</span>
        <textarea class="textarea" maxlength=${LONGEST_DESCRIPTION} .value=${d.description} @input=${(e) => edit("description")(e.target.value)}></textarea></label>
    `,
    send: (d) => send(d, tag),
  });

define("ms-tag-settings", TagSettings);
