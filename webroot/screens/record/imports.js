import { moment, number } from "../../model/format.js";
import { FIELDS, parse, recognise, toTrade } from "../../model/csv.js";
import { modelKey } from "../../model/structures.js";
import { data, get, patch, post } from "../../app/api.js";
import { inReach, live } from "../../app/market.js";
import { failed, succeeded } from "../../app/notices.js";
import { Remembered } from "../../app/prefs.js";
import { may } from "../../app/session.js";
import { select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { confirm } from "../../ui/sheet.js";
import { define, html, nothing, View, Watching } from "../../ui/view.js";
import "../../ui/panel.js";
import { loadLogs, logs, openLog } from "./logs.js";

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_ROWS = 20_000;
const BULK = 5_000;
const PREVIEW = 50;
const SAMPLE = 20;
const KEPT = 10;

const rows = (count) => (count === 1 ? "1 row was" : `${number(count, 0)} rows were`);

const history = new Remembered("tradeImportHistory", []);

/** From the names of the model that reads files to ours. */
const FROM_ANALYSIS = { date: "entry_time", symbol: "symbol", strike: "strike", type: "side", quantity: "quantity", price: "entry_price", commission: "commission", fees: "fees" };

/** Files of brokers into trades: chosen, understood, looked at, brought in, and taken back. */
export class Imports extends View {
  static properties = {
    file: { state: true },
    rows: { state: true },
    mapping: { state: true },
    platform: { state: true },
    busy: { state: true },
    outcome: { state: true },
    batches: { state: true },
    trouble: { state: true },
    problem: { state: true },
    target: { state: true },
  };

  constructor() {
    super();
    this.#forget();
    this.batches = null;
    this.trouble = null;
    this.target = null;
    new Watching(this, logs, live.state);
  }

  #forget() {
    this.file = null;
    this.rows = null;
    this.mapping = {};
    this.platform = "custom";
    this.busy = "";
    this.outcome = null;
    this.problem = "";
  }

  connectedCallback() {
    super.connectedCallback();
    if (logs.value === null) loadLogs();
    if (may("import_access").allowed) this.#loadBatches();
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
      <label class="drop" @dragover=${(e) => e.preventDefault()} @drop=${(e) => { e.preventDefault(); this.#read(e.dataTransfer.files[0]); }}>
        ${icons.upload}
        <strong>Choose a CSV file, or drop it here</strong>
        <span class="soft small">At most 10 MB and ${number(MOST_ROWS, 0)} rows. Nothing is saved before you have seen it.</span>
        <input class="visually-hidden" type="file" accept=".csv,text/csv,text/plain" @change=${(e) => this.#read(e.target.files[0])} />
      </label>
      ${this.problem ? html`<p class="down" role="alert">${this.problem}</p>` : nothing}
    `;
  }

  async #read(file) {
    if (!file) return;
    this.#forget();
    if (file.size > MOST_BYTES) {
      this.problem = "This file is larger than 10 MB.";
      return;
    }
    const rows = parse(await file.text());
    if (rows.length < 2) {
      this.problem = "This file has no rows below its heads.";
      return;
    }
    if (rows.length > MOST_ROWS + 1) {
      this.problem = `This file has ${number(rows.length - 1, 0)} rows, more than ${number(MOST_ROWS, 0)}.`;
      return;
    }
    this.file = file;
    this.mapping = recognise(rows[0]);
    this.rows = rows;
    if (["symbol", "strike", "entry_price"].some((field) => this.mapping[field] == null)) await this.#analyse(rows);
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
    const heads = this.rows[0];
    const read = this.rows.slice(1).map((row) => toTrade(row, this.mapping));
    const good = read.filter((r) => r.problems.length === 0);
    const columns = [["", "—"], ...heads.map((head, i) => [i, head || `Column ${i + 1}`])];
    const log = this.target ?? openLog()?.id;
    return html`<div class="stack">
      <div class="row wrap spread">
        <strong>${this.file.name}</strong>
        <span class="soft">${number(good.length, 0)} of ${number(read.length, 0)} rows can be brought in</span>
      </div>
      <details ?open=${good.length === 0}>
        <summary>Columns</summary>
        <div class="fields columns">
          ${Object.entries(FIELDS).map(([field, { label }]) =>
            select(label, columns, this.mapping[field] ?? "", (value) => {
              this.mapping = { ...this.mapping, [field]: value === "" ? undefined : Number(value) };
            }),
          )}
        </div>
      </details>
      <div class="table-wrap preview" tabindex="0">
        <table class="table compact">
          <thead><tr><th scope="col" class="num">Row</th><th scope="col">Trade</th><th scope="col" class="num">Qty</th><th scope="col" class="num">Entry</th><th scope="col" class="num">Exit</th><th scope="col">Entered</th><th scope="col">Problem</th></tr></thead>
          <tbody>
            ${read.slice(0, PREVIEW).map(
              ({ trade: t, problems }, i) => html`<tr class=${problems.length ? "wrong" : ""}>
                <td class="num">${i + 2}</td>
                <td>${t.symbol} ${t.strategy} ${Number.isFinite(t.strike) ? t.strike : ""} ${t.side}</td>
                <td class="num">${Number.isFinite(t.quantity) ? t.quantity : "—"}</td>
                <td class="num">${number(t.entry_price)}</td>
                <td class="num">${number(t.exit_price)}</td>
                <td>${moment(t.entry_time)}</td>
                <td class="down small">${problems.join("; ")}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${read.length > PREVIEW ? html`<p class="small soft">The first ${PREVIEW} rows are shown.</p>` : nothing}
      <div class="row wrap spread">
        ${select("Into the log", (logs.value ?? []).filter((l) => l.lifecycle_state !== "retired").map((l) => [l.id, l.name]), log, (id) => (this.target = id))}
        <span class="row">
          <button class="button" @click=${() => this.#forget()}>Another file</button>
          <button class="button primary" ?disabled=${good.length === 0 || !log || Boolean(this.busy) || !inReach()} @click=${() => this.#bring(read, log)}>
            Bring in ${good.length === 1 ? "1 trade" : `${number(good.length, 0)} trades`}
          </button>
        </span>
      </div>
      ${this.busy ? html`<p role="status">${this.busy}</p>` : nothing}
      ${inReach() ? nothing : html`<p role="status" class="warn">The server is out of reach. Files are not kept for later: bring them in when it is back.</p>`}
    </div>`;
  }

  async #bring(read, log) {
    this.busy = "Bringing the trades in…";
    const numbered = read.map((r, i) => ({ ...r, row: i + 2 }));
    const good = numbered.filter((r) => r.problems.length === 0);
    const errors = numbered.filter((r) => r.problems.length > 0).map((r) => ({ row: r.row, error: r.problems.join("; ") }));
    try {
      const batch = await data(
        post("/api/imports", {
          source: this.platform,
          sourceLabel: this.file.name.slice(0, 100),
          sourceMetadata: { logId: log, originalCount: read.length, importedAt: new Date().toISOString() },
        }),
      );
      let created = 0;
      for (let from = 0; from < good.length; from += BULK) {
        const part = good.slice(from, from + BULK);
        this.busy = `Bringing the trades in… ${number(from, 0)} of ${number(good.length, 0)}`;
        const answer = await post("/api/trades/bulk", {
          log_id: log,
          import_batch_id: batch.id,
          trades: part.map(({ trade }) => ({
            ...trade,
            underlying: modelKey(trade.symbol),
            entry_mode: "freeform",
            source: `import:${this.platform}`,
            tags: ["imported", this.platform],
          })),
        });
        const result = answer.data ?? answer;
        created += result.created;
        for (const { index, error } of result.errors ?? []) errors.push({ row: part[index]?.row, error });
      }
      await patch(`/api/imports/${batch.id}/counts`, { tradeCount: created, positionCount: 0 });
      history.value = [{ id: batch.id, name: this.file.name, at: Date.now(), created }, ...history.value].slice(0, KEPT);
      this.outcome = { created, errors, batch };
      await Promise.all([this.#loadBatches(), loadLogs()]);
    } catch (cause) {
      failed("The import stopped", cause);
    } finally {
      this.busy = "";
    }
  }

  #result() {
    const { created, errors, batch } = this.outcome;
    return html`<div class="stack">
      <p role="status"><strong>${created === 1 ? "1 trade" : `${number(created, 0)} trades`} brought in.</strong> ${errors.length ? `${rows(errors.length)} left out.` : ""}</p>
      ${errors.length
        ? html`<div class="table-wrap preview" tabindex="0"><table class="table compact narrow">
            <thead><tr><th scope="col" class="num">Row</th><th scope="col">Why it was left out</th></tr></thead>
            <tbody>${errors.slice(0, 500).map((e) => html`<tr><td class="num">${e.row ?? "—"}</td><td>${e.error}</td></tr>`)}</tbody>
          </table></div>`
        : nothing}
      <div class="row">
        <a class="button primary" href="/trades">To the trade log</a>
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
      succeeded(`${number(result.tradesReverted, 0)} trades taken back`);
      this.#forget();
      await Promise.all([this.#loadBatches(), loadLogs()]);
    } catch (cause) {
      failed("The import was not taken back", cause);
    }
  }
}

define("ms-imports", Imports);

