import { data, get } from "../../app/api.js";
import { icons } from "../../ui/icons.js";
import { define, html, View } from "../../ui/view.js";

/** What most trades are called. */
const USUAL = ["0DTE", "Scalp", "Swing", "Earnings", "News", "Technical"];

const MOST = 50;

const isUsual = (tag) => USUAL.some((name) => name.toLowerCase() === tag.toLowerCase());

let asked = null;

/** The names that the user has for things; typing goes without them. */
const ownNames = () =>
  (asked ??= data(get("/api/tags")).then(
    (tags) => (tags ?? []).filter((tag) => !tag.is_retired && tag.category !== "state").map((tag) => tag.name),
    () => {
      asked = null;
      return [];
    },
  ));

let count = 0;

/**
 * The tags of a trade: the usual ones to press, others to type.
 *
 * value: the tags it has; tells `tags` with those it has after a change.
 */
export class Tags extends View {
  static properties = { value: { attribute: false }, known: { state: true } };

  #id = `tags-${++count}`;

  constructor() {
    super();
    this.value = [];
    this.known = [];
  }

  async connectedCallback() {
    super.connectedCallback();
    this.known = await ownNames();
  }

  #has(name) {
    return this.value.some((tag) => tag.toLowerCase() === name.toLowerCase());
  }

  #change(tags) {
    this.value = tags;
    this.say("tags", tags);
  }

  #drop(name) {
    this.#change(this.value.filter((tag) => tag !== name));
    this.querySelector("input").focus();
  }

  #toggle(name) {
    this.#change(this.#has(name) ? this.value.filter((tag) => tag.toLowerCase() !== name.toLowerCase()) : [...this.value, name]);
  }

  /** What was typed and not yet added is added when the field is left: it was meant. */
  #add = ({ target }) => {
    const name = target.value.trim();
    target.value = "";
    if (name && !this.#has(name) && this.value.length < MOST) this.#change([...this.value, name]);
  };

  #typed = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    this.#add(event);
  };

  render() {
    const others = this.value.filter((tag) => !isUsual(tag));
    const full = this.value.length >= MOST;
    return html`<div class="row wrap" role="group" aria-label="Tags">
      ${USUAL.map((tag) => {
        const on = this.#has(tag);
        return html`<button type="button" class="button tiny" aria-pressed=${String(on)} ?disabled=${full && !on} @click=${() => this.#toggle(tag)}>${on ? "✓ " : ""}${tag}</button>`;
      })}
      ${others.map((tag) => html`<button type="button" class="button tiny" aria-label="Remove the tag ${tag}" @click=${() => this.#drop(tag)}>${tag} ${icons.close}</button>`)}
      <input class="input tag-input" type="text" list=${this.#id} maxlength="100" aria-label="Add a tag" placeholder=${full ? `At most ${MOST} tags` : "Add a tag, then Enter"} ?disabled=${full} @keydown=${this.#typed} @change=${this.#add} />
      <datalist id=${this.#id}>${this.known.filter((name) => !this.#has(name)).map((name) => html`<option value=${name}></option>`)}</datalist>
    </div>`;
  }
}

define("ms-tags", Tags);
