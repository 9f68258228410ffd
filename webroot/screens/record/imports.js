import { clock, moment, number } from "../../model/format.js";
import { FIELDS, isFilled, readTable, recognise, records } from "../../model/csv.js";
import { dateOf, plusDays } from "../../model/newyork.js";
import { isStatement, readStatement } from "../../model/statement.js";
import { modelKey } from "../../model/structures.js";
import { data, get, patch, post } from "../../app/api.js";
import { inReach, live, marketToday } from "../../app/market.js";
import { failed, notify, succeeded } from "../../app/notices.js";
import { Remembered } from "../../app/prefs.js";
import { may } from "../../app/session.js";
import { check, select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { confirm } from "../../ui/sheet.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import { choose, loadLogs, logs, openLog } from "./logs.js";

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_ROWS = 20_000;
const BULK = 5_000;
const PREVIEW = 50;
const SAMPLE = 20;
const KEPT = 10;

/** What a log is begun with when there is no other to take it from. */
const CAPITAL = 25_000;

const counted = (count, one, many = `${one}s`) => `${number(count, 0)} ${count === 1 ? one : many}`;

const were = (text) => `${text} ${text.startsWith("1 ") ? "was" : "were"}`;

/** A log by its name, its state and what is in it. */
function described({ name, lifecycleState, retireScheduledAt, openPositionCount, totalTradeCount }) {
  const content = totalTradeCount > 0 ? `${number(openPositionCount, 0)} open of ${counted(totalTradeCount, "trade")}` : "empty";
  const state = lifecycleState === "active" ? [] : [lifecycleState];
  return `${name} (${[...state, ...(retireScheduledAt ? ["to be retired"] : []), content].join(", ")})`;
}

/** What became of many trades; that none of them can be used is an answer, too. */
async function entered(answer) {
  try {
    return await answer;
  } catch (cause) {
    if (cause.status === 400 && Array.isArray(cause.body.errors)) return { created: 0, errors: cause.body.errors };
    throw cause;
  }
}

/** Files may be of any year. */
const when = (time) => (time ? `${dateOf(Date.parse(time))} ${clock(time).slice(0, 5)}` : "—");

const isGood = (r) => r.problems.length === 0;

const isOpen = (r) => r.trade.exit_price === undefined;

/** Open in the file, though its options are no more. */
const hasExpired = ({ trade }) => plusDays(dateOf(Date.parse(trade.entry_time)), trade.dte) < marketToday();

const history = new Remembered("tradeImportHistory", []);

/** From the names of the model that reads files to ours. */
const FROM_ANALYSIS = { date: "entry_time", symbol: "symbol", strike: "strike", type: "side", quantity: "quantity", price: "entry_price", commission: "commission", fees: "fees" };

/** Files of brokers into trades: chosen, understood, looked at, brought in, and taken back. */
export class Imports extends View {
  static properties = {
    file: { state: true },
    rows: { state: true },
    mapping: { state: true },
    statement: { state: true },
    read: { state: true },
    onlyWrong: { state: true },
    places: { state: true },
    advice: { state: true },
    platform: { state: true },
    busy: { state: true },
    outcome: { state: true },
    batches: { state: true },
    trouble: { state: true },
    problem: { state: true },
    target: { state: true },
  };

  /** When the first and the last of these trades were entered. */
  #span = null;

  /** What was asked last about where these trades belong. */
  #asked = null;

  /** The batch that was begun for these trades: what stopped half-way is gone on with, not done twice. */
  #begun = null;

  constructor() {
    super();
    this.#forget();
    this.batches = null;
    this.places = null;
    this.trouble = null;
    this.target = null;
    new Watching(this, logs, live.state);
  }

  #forget() {
    this.file = null;
    this.rows = null;
    this.mapping = {};
    this.statement = false;
    this.read = [];
    this.onlyWrong = false;
    this.advice = null;
    this.#asked = null;
    this.#begun = null;
    this.platform = "custom";
    this.busy = "";
    this.outcome = null;
    this.problem = "";
  }

  connectedCallback() {
    super.connectedCallback();
    if (logs.value === null) loadLogs();
    if (!may("import_access").allowed) return;
    this.#loadBatches();
    this.#loadPlaces();
  }

  willUpdate(changed) {
    if (!this.rows || !(changed.has("rows") || changed.has("mapping"))) return;
    this.read = this.statement ? readStatement(this.rows) : readTable(this.rows, this.mapping);
    const times = this.read.filter(isGood).map((r) => r.trade.entry_time).sort();
    this.#span = times.length > 0 ? { earliest_date: times[0], latest_date: times.at(-1) } : null;
    this.#begun = null;
  }

  updated() {
    this.#askWhere();
  }

  /** The logs that trades can be brought into; those that are known anyway do when it cannot be asked. */
  async #loadPlaces() {
    try {
      this.places = (await data(get("/api/logs/for-import"))) ?? [];
    } catch {
      this.places = null;
    }
  }

  #logs() {
    return (
      this.places ??
      (logs.value ?? [])
        .filter((log) => log.lifecycle_state !== "retired")
        .map((log) => ({ id: log.id, name: log.name, lifecycleState: log.lifecycle_state, openPositionCount: log.open_trades, totalTradeCount: log.total_trades }))
    );
  }

  /** The log that was chosen here, else the open one. */
  #log() {
    const list = this.#logs();
    return list.find((log) => log.id === this.target) ?? list.find((log) => log.id === openLog()?.id) ?? list[0] ?? null;
  }

  /** Asks where these trades belong, whenever that may have changed; without an answer the import goes on. */
  async #askWhere() {
    const log = this.#log();
    const question = this.rows && !this.outcome && log && this.#span ? { target_log_id: log.id, ...this.#span } : null;
    const asked = JSON.stringify(question);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.advice = null;
    if (!question) return;
    try {
      const answer = await post("/api/logs/import-recommendation", question);
      const apart = answer.recommend_archived && answer.target_log_state === "active";
      if (asked === this.#asked && apart) this.advice = answer.reason;
    } catch {
      // It is advice.
    }
  }

  async #loadBatches() {
    try {
      this.batches = (await data(get("/api/imports?status=active"))) ?? [];
      this.trouble = null;
    } catch (cause) {
      this.trouble = cause;
    }
  }

  render() {
    return html`<div class="stack">
      <h1>Imports</h1>
      <ms-panel heading="Bring trades in" feature="import_access" .content=${() => this.#wizard()}></ms-panel>
      <ms-panel heading="Brought in" feature="import_access" flush .value=${this.batches} .trouble=${this.trouble} .retry=${() => this.#loadBatches()} .content=${() => this.#list()}></ms-panel>
    </div>`;
  }

  #wizard() {
    if (this.outcome) return this.#result();
    if (!this.rows) return this.#choose();
    return this.#preview();
  }

  #choose() {
    return html`
      <label class="drop" @dragover=${(e) => e.preventDefault()} @drop=${(e) => { e.preventDefault(); this.#take(e.dataTransfer.files[0]); }}>
        ${icons.upload}
        <strong>Choose a CSV file, or drop it here</strong>
        <span class="soft small">A table of trades, or an account statement of thinkorswim. At most 10 MB and ${number(MOST_ROWS, 0)} rows. Nothing is saved before you have seen it.</span>
        <input class="visually-hidden" type="file" accept=".csv,text/csv,text/plain" @change=${(e) => this.#take(e.target.files[0])} />
      </label>
      ${this.problem ? html`<p class="down" role="alert">${this.problem}</p>` : nothing}
    `;
  }

  async #take(file) {
    if (!file) return;
    this.#forget();
    if (file.size > MOST_BYTES) {
      this.problem = "This file is larger than 10 MB.";
      return;
    }
    const all = records(await file.text());
    const filled = all.filter(isFilled);
    if (filled.length < 2) {
      this.problem = "This file has no rows below its heads.";
      return;
    }
    if (filled.length > MOST_ROWS + 1) {
      this.problem = `This file has ${number(filled.length - 1, 0)} rows, more than ${number(MOST_ROWS, 0)}.`;
      return;
    }
    this.file = file;
    this.statement = isStatement(all);
    this.mapping = this.statement ? {} : recognise(filled[0]);
    this.rows = all;
    if (this.statement) this.platform = "tos";
    else if (["symbol", "strike", "entry_price"].some((field) => this.mapping[field] == null)) await this.#analyse(filled);
  }

  /** Heads that we do not know are shown to the server, which may know the platform. */
  async #analyse(rows) {
    this.busy = "Recognising the columns…";
    try {
      const sample = rows.slice(0, SAMPLE).map((row) => row.map((f) => `"${f.replaceAll('"', '""')}"`).join(",")).join("\n");
      const answer = await post("/api/ai/analyze-csv", { sample, totalRows: rows.length - 1 });
      if (answer.success) {
        this.platform = answer.platform;
        const found = {};
        for (const [theirs, ours] of Object.entries(FROM_ANALYSIS)) {
          if (Number.isInteger(answer.columnMapping?.[theirs])) found[ours] = answer.columnMapping[theirs];
        }
        this.mapping = { ...found, ...this.mapping };
      }
    } catch {
      // The user maps the columns; that always works.
    } finally {
      this.busy = "";
    }
  }

  #preview() {
    const good = this.read.filter(isGood);
    const wrong = this.read.length - good.length;
    const shown = this.onlyWrong && wrong > 0 ? this.read.filter((r) => !isGood(r)) : this.read;
    const late = this.statement ? good.filter((r) => isOpen(r) && hasExpired(r)).length : 0;
    return html`<div class="stack">
      <div class="row wrap spread">
        <span class="row wrap"><strong>${this.file.name}</strong> ${this.statement ? html`<span class="badge">thinkorswim statement</span>` : nothing}</span>
        <span class="soft">${number(good.length, 0)} of ${number(this.read.length, 0)} ${this.statement ? "trades" : "rows"} can be brought in</span>
      </div>
      ${this.statement ? nothing : this.#columns(good)}
      ${this.read.length === 0
        ? html`<p role="status">This statement tells of no trades: its trade history is empty.</p>`
        : html`<div class="table-wrap preview" tabindex="0">
            <table class="table compact">
              <caption class="visually-hidden">What was understood of the file</caption>
              <thead><tr><th scope="col" class="num">${this.statement ? "Rows" : "Row"}</th><th scope="col">Trade</th><th scope="col" class="num">Qty</th><th scope="col" class="num">Entry</th><th scope="col" class="num">Exit</th><th scope="col">Entered</th></tr></thead>
              <tbody>${shown.slice(0, PREVIEW).map((r) => this.#understood(r))}</tbody>
            </table>
          </div>`}
      <div class="row wrap spread small">
        <span class="soft">${shown.length > PREVIEW ? `The first ${PREVIEW} are shown.` : ""}</span>
        ${wrong > 0 && good.length > 0 ? check(`Only what has a problem (${number(wrong, 0)})`, this.onlyWrong, (only) => (this.onlyWrong = only)) : nothing}
      </div>
      ${late > 0
        ? html`<p class="small warn">${counted(late, "trade")} of this file expired without a close in it. Bring ${late === 1 ? "it" : "them"} in and close ${late === 1 ? "it" : "them"} at what ${late === 1 ? "it was" : "they were"} worth.</p>`
        : nothing}
      ${good.length > 0 ? this.#where(good) : html`<div><button class="button" @click=${() => this.#forget()}>Another file</button></div>`}
      ${this.busy ? html`<p role="status">${this.busy}</p>` : nothing}
      ${inReach() ? nothing : html`<p role="status" class="warn">The server is out of reach. Files are not kept for later: bring them in when it is back.</p>`}
    </div>`;
  }

  #columns(good) {
    const heads = this.rows.find(isFilled);
    const columns = [["", "—"], ...heads.map((head, i) => [i, head || `Column ${i + 1}`])];
    return html`<details ?open=${good.length === 0}>
      <summary>Columns</summary>
      <div class="fields columns">
        ${Object.entries(FIELDS).map(([field, { label }]) =>
          select(label, columns, this.mapping[field] ?? "", (value) => {
            this.mapping = { ...this.mapping, [field]: value === "" ? undefined : Number(value) };
          }),
        )}
      </div>
    </details>`;
  }

  #understood({ row, trade: t, problems }) {
    const strikes = Number.isFinite(t.strike) ? `${t.strike}${t.width ? ` / ${t.width}` : ""}` : "";
    return html`<tr class=${problems.length ? "wrong" : ""}>
      <td class="num">${row}</td>
      <td>
        ${t.symbol} ${t.strategy.replaceAll("_", " ")} ${strikes} ${t.side}
        ${problems.length ? html`<div class="down small problems">${problems.join("; ")}</div>` : nothing}
      </td>
      <td class="num">${number(t.quantity, 0)}</td>
      <td class="num">${number(t.entry_price)}</td>
      <td class="num">${number(t.exit_price)}</td>
      <td>${when(t.entry_time)}</td>
    </tr>`;
  }

  /** Into which log the trades go, and what speaks against it. */
  #where(good) {
    const log = this.#log();
    const known = this.places !== null || logs.value !== null;
    const off = Boolean(this.busy) || !inReach() || !known;
    return html`
      ${log && this.advice ? this.#advise(log, good, off) : nothing}
      <div class="row wrap spread">
        ${log ? select("Into the log", this.#logs().map((l) => [l.id, described(l)]), log.id, (id) => (this.target = id)) : html`<span class="soft">${known ? "There is no log yet: one named after the file is begun." : "Looking for your logs…"}</span>`}
        <span class="row wrap">
          <button class="button" @click=${() => this.#forget()}>Another file</button>
          <button class="button primary" ?disabled=${off} @click=${() => (log ? this.#bring(log) : this.#bringApart())}>Bring in ${counted(good.length, "trade")}</button>
        </span>
      </div>
    `;
  }

  #advise(log, good, off) {
    const open = good.filter(isOpen).length;
    return html`<div class="advice stack" role="status">
      <p>${this.advice}. They would mix with what “${log.name}” shows of today; a log of their own, archived, keeps them apart.</p>
      ${open > 0 ? html`<p class="small soft">${counted(open, "of them is open", "of them are open")}: a log is archived once nothing in it is open.</p>` : nothing}
      <div class="row wrap">
        <button class="button" ?disabled=${off} @click=${() => this.#bringApart({ archive: true })}>Into a new archived log</button>
        <button class="button quiet" @click=${() => (this.advice = null)}>Keep to “${log.name}”</button>
      </div>
    </div>`;
  }

  /** Begins a log named after the file, brings the trades in, and may archive it. */
  async #bringApart({ archive = false } = {}) {
    const capital = this.#log() ? logs.value?.find((log) => log.id === this.#log().id)?.starting_capital : null;
    const name = this.file.name.replace(/\.[^.]*$/, "").trim().slice(0, 100) || "Imported";
    this.busy = "Beginning a log…";
    try {
      // A second try goes into the log of the first.
      this.#begun ??= {};
      this.#begun.apart ??= await data(post("/api/logs", { name, starting_capital: capital ? capital / 100 : CAPITAL, price_unit: "dollars" }));
    } catch (cause) {
      this.busy = "";
      failed("The log was not begun", cause);
      return;
    }
    const log = this.#begun.apart;
    if (!(await this.#bring(log)) || !archive) return;
    try {
      await post(`/api/logs/${log.id}/archive`);
      if (this.outcome) this.outcome = { ...this.outcome, archived: true };
    } catch (cause) {
      notify("warning", `“${log.name}” stays active: ${cause.message}`, { category: "api", stays: true });
    }
    await this.#refresh();
  }

  #refresh() {
    return Promise.all([this.#loadBatches(), this.#loadPlaces(), loadLogs()]);
  }

  /** Brings the trades in; whether that went well. */
  async #bring(log) {
    this.busy = "Bringing the trades in…";
    const good = this.read.filter(isGood);
    const errors = this.read.filter((r) => !isGood(r)).map((r) => ({ row: r.row, error: r.problems.join("; ") }));
    try {
      const batch = await this.#batch(log);
      let created = 0;
      for (let from = 0; from < good.length; from += BULK) {
        const part = good.slice(from, from + BULK);
        this.busy = `Bringing the trades in… ${number(from, 0)} of ${number(good.length, 0)}`;
        const trades = part.map(({ trade }) => ({
          ...trade,
          underlying: modelKey(trade.symbol),
          entry_mode: "freeform",
          source: `import:${this.platform}`,
          tags: ["imported", this.platform],
        }));
        const result = await entered(post("/api/trades/bulk", { log_id: log.id, import_batch_id: batch.id, trades }, { key: `${batch.id}-${from}` }));
        created += result.created;
        for (const { index, error } of result.errors ?? []) errors.push({ row: part[index]?.row, error });
      }
      await patch(`/api/imports/${batch.id}/counts`, { tradeCount: created, positionCount: 0 });
      history.value = [{ id: batch.id, name: this.file.name, at: Date.now(), created }, ...history.value].slice(0, KEPT);
      this.outcome = { created, errors, batch, log };
      await this.#refresh();
      return true;
    } catch (cause) {
      failed("The import stopped", cause);
      return false;
    } finally {
      this.busy = "";
    }
  }

  /** The batch for these trades in a log; what the server already did for it is not done again. */
  async #batch(log) {
    if (this.#begun?.into !== log.id) {
      const batch = await data(
        post("/api/imports", {
          source: this.platform,
          sourceLabel: this.file.name.slice(0, 100),
          sourceMetadata: { logId: log.id, originalCount: this.read.length, importedAt: new Date().toISOString() },
        }),
      );
      this.#begun = { ...this.#begun, into: log.id, batch };
    }
    return this.#begun.batch;
  }

  #result() {
    const { created, errors, batch, log, archived } = this.outcome;
    return html`<div class="stack">
      <p role="status"><strong>${counted(created, "trade")} brought in.</strong> ${errors.length ? `${were(counted(errors.length, this.statement ? "order" : "row"))} left out.` : ""}</p>
      <p class="soft">They are in the log “${log.name}”${archived ? ", which is archived" : ""}.</p>
      ${errors.length
        ? html`<div class="table-wrap preview" tabindex="0"><table class="table compact narrow">
            <thead><tr><th scope="col" class="num">Row</th><th scope="col">Why it was left out</th></tr></thead>
            <tbody>${errors.slice(0, 500).map((e) => html`<tr><td class="num">${e.row ?? "—"}</td><td>${e.error}</td></tr>`)}</tbody>
          </table></div>`
        : nothing}
      <div class="row">
        <a class="button primary" href="/trades" @click=${() => choose(log.id)}>To the trade log</a>
        <button class="button" @click=${() => this.#revert(batch)}>Take it back</button>
        <button class="button quiet" @click=${() => this.#forget()}>Another file</button>
      </div>
    </div>`;
  }

  #list() {
    if (this.batches.length === 0) return html`<div class="empty">Nothing was brought in yet.</div>`;
    return html`<div class="table-wrap" tabindex="0"><table class="table">
      <thead><tr><th scope="col">When</th><th scope="col">From</th><th scope="col">File</th><th scope="col" class="num">Trades</th><th scope="col"><span class="visually-hidden">Actions</span></th></tr></thead>
      <tbody>
        ${this.batches.map(
          (b) => html`<tr>
            <td>${moment(b.createdAt)}</td><td>${b.source}</td><td>${b.sourceLabel ?? "—"}</td><td class="num">${b.tradeCount}</td>
            <td><button class="button tiny danger" @click=${() => this.#revert(b)}>Take back</button></td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  async #revert(batch) {
    const sure = await confirm("Take back an import", `Delete all trades of “${batch.sourceLabel ?? batch.source}”?`, { yes: "Delete them", danger: true });
    if (!sure) return;
    try {
      const result = await data(post(`/api/imports/${batch.id}/revert`));
      succeeded(`${counted(result.tradesReverted, "trade")} taken back`);
      this.#forget();
      await this.#refresh();
    } catch (cause) {
      failed("The import was not taken back", cause);
    }
  }
}

define("ms-imports", Imports);

