import { symbolOf, SYMBOLS } from "../../model/structures.js";
import { closePreview } from "../../model/widgets.js";
import { cents, profit } from "../../model/format.js";
import { spotOf } from "../../app/market.js";
import { modelKey } from "../../model/structures.js";
import { input, segments, select } from "../../ui/controls.js";
import { openSheet } from "../../ui/sheet.js";
import { html, nothing } from "../../ui/view.js";

const TAGS = ["0DTE", "Scalp", "Swing", "Earnings", "News", "Technical"];

export const STRATEGY_NAMES = ["single", "vertical", "butterfly", "iron_condor", "straddle", "strangle", "calendar"];

const problem = (value, test, text) => (test(value) ? undefined : text);

const asNumber = (text) => (text === "" || text == null ? NaN : Number(text));

const local = (ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Asks for a new trade; completes with the body of the request, or undefined. */
export function askForTrade(start = {}) {
  const d = {
    mode: "instant",
    symbol: start.symbol ?? "SPX",
    strategy: start.strategy ?? "butterfly",
    side: start.side ?? "call",
    strike: start.strike ?? "",
    width: start.width ?? "20",
    dte: start.dte ?? "0",
    price: start.price ?? "",
    quantity: "1",
    risk: "",
    notes: "",
    tags: new Set(),
    entryTime: local(Date.now()),
    exitPrice: "",
    exitTime: "",
  };
  let tried = false;
  return openSheet(({ close, update }) => {
    const set = (name) => (value) => {
      d[name] = value;
      update();
    };
    const problems = {
      strike: problem(asNumber(d.strike), (x) => x > 0, "A strike above 0"),
      width: d.strategy === "single" ? undefined : problem(asNumber(d.width), (x) => x >= 0, "A width from 0"),
      dte: problem(asNumber(d.dte), (x) => Number.isInteger(x) && x >= 0, "Whole days from 0"),
      price: problem(asNumber(d.price), (x) => x >= 0, "A price from 0"),
      quantity: problem(asNumber(d.quantity), (x) => Number.isInteger(x) && x > 0, "A whole number above 0"),
      exitPrice: d.exitPrice === "" ? undefined : problem(asNumber(d.exitPrice), (x) => x >= 0, "A price from 0"),
    };
    const shown = tried ? problems : {};
    const save = () => {
      tried = true;
      if (Object.values(problems).some(Boolean)) return update();
      return close(bodyOf(d));
    };
    return {
      title: "Enter a trade",
      main: html`
        ${segments("Entry", [["instant", "Now"], ["freeform", "Earlier"]], d.mode, set("mode"))}
        <div class="fields">
          ${select("Symbol", Object.keys(SYMBOLS).map((s) => [s, s]), d.symbol, set("symbol"))}
          ${select("Strategy", STRATEGY_NAMES.map((s) => [s, s.replace("_", " ")]), d.strategy, set("strategy"))}
          ${select("Side", [["call", "Call"], ["put", "Put"], ["both", "Both"]], d.side, set("side"))}
          ${input("Strike", d.strike, set("strike"), { type: "number", required: true, problem: shown.strike })}
          ${input("Width", d.width, set("width"), { type: "number", problem: shown.width })}
          ${input("Days to expiry", d.dte, set("dte"), { type: "number", min: 0, step: 1, problem: shown.dte })}
          ${input("Price per share, $", d.price, set("price"), { type: "number", required: true, min: 0, problem: shown.price })}
          ${input("Contracts", d.quantity, set("quantity"), { type: "number", min: 1, step: 1, problem: shown.quantity })}
          ${input("Planned risk, $", d.risk, set("risk"), { type: "number", min: 0 })}
          ${d.mode === "freeform"
            ? html`${input("Entered at", d.entryTime, set("entryTime"), { type: "datetime-local" })}
                ${input("Closed at price, $", d.exitPrice, set("exitPrice"), { type: "number", min: 0, problem: shown.exitPrice })}
                ${d.exitPrice === "" ? nothing : input("Closed at", d.exitTime || d.entryTime, set("exitTime"), { type: "datetime-local" })}`
            : nothing}
        </div>
        <label class="field"><span>Notes</span><textarea class="textarea" maxlength="5000" .value=${d.notes} @input=${(e) => (d.notes = e.target.value)}></textarea></label>
        <div class="row wrap" role="group" aria-label="Tags">
          ${TAGS.map(
            (tag) => html`<button type="button" class="button tiny" aria-pressed=${String(d.tags.has(tag))} @click=${() => {
              if (!d.tags.delete(tag)) d.tags.add(tag);
              update();
            }}>${d.tags.has(tag) ? "✓ " : ""}${tag}</button>`,
          )}
        </div>
      `,
      foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
        <button class="button primary" @click=${save}>Save trade</button>`,
    };
  });
}

function bodyOf(d) {
  const spot = spotOf(modelKey(d.symbol));
  const body = {
    symbol: d.symbol,
    underlying: modelKey(d.symbol),
    strategy: d.strategy,
    side: d.side,
    strike: Number(d.strike),
    width: d.strategy === "single" ? 0 : Number(d.width || 0),
    dte: Number(d.dte),
    entry_price: Number(d.price),
    quantity: Number(d.quantity),
    notes: d.notes || undefined,
    tags: [...d.tags],
    source: "manual",
    entry_mode: d.mode,
  };
  if (d.risk !== "") body.planned_risk = Number(d.risk);
  if (d.mode === "instant" && spot) body.entry_spot = spot;
  if (d.mode === "freeform") {
    body.entry_time = new Date(d.entryTime).toISOString();
    if (d.exitPrice !== "") {
      body.exit_price = Number(d.exitPrice);
      body.exit_time = new Date(d.exitTime || d.entryTime).toISOString();
      body.status = "closed";
    }
  }
  return body;
}

/** Asks at what price a trade is closed. */
export function askForClose(trade) {
  const d = { price: "", spot: spotOf(modelKey(trade.symbol)) ?? "", notes: "" };
  let tried = false;
  return openSheet(({ close, update }) => {
    const price = asNumber(d.price);
    const wrong = problem(price, (x) => x >= 0, "A price from 0");
    const { multiplier = 100 } = symbolOf(trade.symbol);
    return {
      title: `Close ${trade.symbol} ${trade.strategy} ${trade.strike}`,
      main: html`
        <p class="soft">Entered at ${cents(trade.entry_price)} × ${trade.quantity}.</p>
        <div class="fields">
          ${input("Exit price per share, $", d.price, (v) => { d.price = v; update(); }, { type: "number", min: 0, required: true, problem: tried ? wrong : undefined })}
          ${input("Spot at exit", d.spot, (v) => (d.spot = v), { type: "number" })}
        </div>
        <p role="status">${wrong ? nothing : html`Result: <strong class=${closePreview(trade.entry_price, price, trade.quantity) < 0 ? "down" : "up"}>${profit(closePreview(trade.entry_price, price, trade.quantity, multiplier))}</strong>`}</p>
        <label class="field"><span>Notes</span><textarea class="textarea" maxlength="5000" @input=${(e) => (d.notes = e.target.value)}></textarea></label>
      `,
      foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
        <button class="button primary" @click=${() => {
          tried = true;
          if (wrong) return update();
          return close({ exit_price: price, ...(d.spot === "" ? {} : { exit_spot: Number(d.spot) }), ...(d.notes ? { notes: d.notes } : {}) });
        }}>Close trade</button>`,
    };
  });
}

/** Asks how a trade is adjusted: contracts added or taken off at a price. */
export function askForAdjustment(trade) {
  const d = { price: "", change: "", notes: "" };
  let tried = false;
  return openSheet(({ close, update }) => {
    const wrong = {
      price: problem(asNumber(d.price), (x) => x >= 0, "A price from 0"),
      change: problem(asNumber(d.change), (x) => Number.isInteger(x) && x !== 0 && trade.quantity + x > 0, `A whole number, not 0, that leaves at least one of ${trade.quantity}`),
    };
    const shown = tried ? wrong : {};
    const set = (name) => (value) => {
      d[name] = value;
      update();
    };
    return {
      title: `Adjust ${trade.symbol} ${trade.strategy} ${trade.strike}`,
      main: html`
        <div class="fields">
          ${input("Contracts more or less", d.change, set("change"), { type: "number", step: 1, required: true, problem: shown.change })}
          ${input("Price per share, $", d.price, set("price"), { type: "number", min: 0, required: true, problem: shown.price })}
        </div>
        <label class="field"><span>Notes</span><textarea class="textarea" maxlength="5000" @input=${(e) => (d.notes = e.target.value)}></textarea></label>
      `,
      foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
        <button class="button primary" @click=${() => {
          tried = true;
          if (wrong.price || wrong.change) return update();
          return close({ price: Number(d.price), quantity_change: Number(d.change), ...(d.notes ? { notes: d.notes } : {}) });
        }}>Adjust</button>`,
    };
  });
}
