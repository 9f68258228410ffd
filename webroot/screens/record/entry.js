import { modelKey, symbolOf, SYMBOLS } from "../../model/structures.js";
import { closePreview } from "../../model/widgets.js";
import { cents, number, profit } from "../../model/format.js";
import { marketNow, spotOf } from "../../app/market.js";
import { input, segments, select } from "../../ui/controls.js";
import { openSheet } from "../../ui/sheet.js";
import { html, nothing } from "../../ui/view.js";
import { isQuoted, openOrderSheet, QUOTED, QUOTED_SYMBOLS, whyNot, wish } from "./desk.js";
import "./tags.js";

export const STRATEGY_NAMES = ["single", "vertical", "butterfly", "iron_condor", "straddle", "strangle", "calendar"];

const MODES = [["instant", "Now"], ["freeform", "Earlier"], ["limit", "At a limit"]];
const SIDES = [["call", "Call"], ["put", "Put"], ["both", "Both"]];
const DIRECTIONS = [["long", "Bought"], ["short", "Sold"]];

const problem = (value, test, text) => (test(value) ? undefined : text);

const asNumber = (text) => (text === "" || text == null ? NaN : Number(text));

const named = (names) => names.map((name) => [name, name.replaceAll("_", " ")]);

const local = (ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const notesField = (d) => html`<label class="field"><span>Notes</span><textarea class="textarea" maxlength="5000" .value=${d.notes} @input=${(e) => (d.notes = e.target.value)}></textarea></label>`;

/** The desk fills what the market model quotes, and nothing else. */
function keepToQuoted(d) {
  if (!QUOTED_SYMBOLS.includes(d.symbol)) d.symbol = QUOTED_SYMBOLS[0];
  if (!QUOTED.includes(d.strategy)) d.strategy = "butterfly";
  if (d.side === "both") d.side = "call";
}

function problemsOf(d) {
  const limit = d.mode === "limit";
  const spread = d.strategy !== "single";
  const entered = Date.parse(d.entryTime);
  return {
    strike: limit
      ? problem(asNumber(d.strike), (x) => Number.isInteger(x) && x > 0, "A whole strike above 0: no other is quoted")
      : problem(asNumber(d.strike), (x) => x > 0, "A strike above 0"),
    width: spread ? problem(asNumber(d.width), (x) => Number.isInteger(x) && x >= (limit ? 1 : 0), `A whole width from ${limit ? 1 : 0}`) : undefined,
    dte: problem(asNumber(d.dte), (x) => Number.isInteger(x) && x >= 0, "Whole days from 0"),
    price: problem(asNumber(d.price), (x) => x > 0 || (!limit && x === 0), limit ? "A price above 0" : "A price from 0"),
    quantity: problem(asNumber(d.quantity), (x) => Number.isInteger(x) && x > 0, "A whole number above 0"),
    ...(limit ? {} : { risk: d.risk === "" ? undefined : problem(asNumber(d.risk), (x) => x >= 0, "An amount from 0") }),
    ...(d.mode === "freeform"
      ? {
          entryTime: problem(entered, Number.isFinite, "When it was entered"),
          exitPrice: d.exitPrice === "" ? undefined : problem(asNumber(d.exitPrice), (x) => x >= 0, "A price from 0"),
          exitTime: d.exitPrice === "" ? undefined : problem(Date.parse(d.exitTime || d.entryTime), (ms) => !(ms < entered), "Not before it was entered"),
        }
      : {}),
  };
}

/**
 * Asks for a new trade, or for an order that is to become one; completes with the body of the
 * request, which of an order has an order_type, or undefined.
 *
 * start: what is known of it; its mode: the only way in which it can be entered.
 */
export function askForTrade(start = {}) {
  const d = {
    mode: start.mode ?? "instant",
    symbol: start.symbol ?? "SPX",
    strategy: start.strategy ?? "butterfly",
    side: start.side ?? "call",
    direction: start.direction ?? "long",
    strike: start.strike ?? "",
    width: start.width ?? "20",
    dte: start.dte ?? "0",
    price: start.price ?? "",
    quantity: start.quantity ?? "1",
    risk: "",
    notes: "",
    tags: [],
    entryTime: local(marketNow()),
    exitPrice: "",
    exitTime: "",
  };
  let tried = false;
  return openOrderSheet(({ close, update }) => {
    const set = (name) => (value) => {
      d[name] = value;
      if (d.mode === "limit") keepToQuoted(d);
      update();
    };
    const limit = d.mode === "limit";
    const problems = problemsOf(d);
    const shown = tried ? problems : {};
    const no = limit ? whyNot() : null;
    const save = () => {
      tried = true;
      if ((limit && whyNot()) || Object.values(problems).some(Boolean)) return update();
      return close(limit ? orderOf(d) : bodyOf(d));
    };
    return {
      title: start.mode === "limit" ? "New entry order" : "Enter a trade",
      main: html`
        ${start.mode ? nothing : segments("Entry", MODES, d.mode, set("mode"))}
        <div class="fields">
          ${select("Symbol", named(limit ? QUOTED_SYMBOLS : Object.keys(SYMBOLS)), d.symbol, set("symbol"))}
          ${select("Strategy", named(limit ? QUOTED : STRATEGY_NAMES), d.strategy, set("strategy"))}
          ${select("Side", limit ? SIDES.slice(0, 2) : SIDES, d.side, set("side"))}
          ${select("Direction", limit ? [["long", "Buy"], ["short", "Sell"]] : DIRECTIONS, d.direction, set("direction"))}
          ${input("Strike", d.strike, set("strike"), { type: "number", required: true, problem: shown.strike })}
          ${input("Width", d.width, set("width"), { type: "number", problem: shown.width })}
          ${input("Days to expiry", d.dte, set("dte"), { type: "number", min: 0, step: 1, problem: shown.dte })}
          ${input(limit ? "Limit per share, $" : "Price per share, $", d.price, set("price"), { type: "number", required: true, min: 0, problem: shown.price })}
          ${input("Contracts", d.quantity, set("quantity"), { type: "number", min: 1, step: 1, problem: shown.quantity })}
          ${limit ? nothing : input("Planned risk, $", d.risk, set("risk"), { type: "number", min: 0, problem: shown.risk })}
          ${d.mode === "freeform"
            ? html`${input("Entered at", d.entryTime, set("entryTime"), { type: "datetime-local", problem: shown.entryTime })}
                ${input("Closed at price, $", d.exitPrice, set("exitPrice"), { type: "number", min: 0, problem: shown.exitPrice })}
                ${d.exitPrice === "" ? nothing : input("Closed at", d.exitTime || d.entryTime, set("exitTime"), { type: "datetime-local", problem: shown.exitTime })}`
            : nothing}
        </div>
        ${notesField(d)}
        ${limit
          ? html`<p class="small soft">A simulated order: it fills when the market trades at its limit or better, or when you fill it yourself under Orders, and expires at the close. Once it is filled, Positions holds a mark of it without legs, and you enter it in a log from Orders; it is no trade before.</p>`
          : html`<ms-tags .value=${d.tags} @tags=${(e) => (d.tags = e.detail)}></ms-tags>`}
        ${no ? html`<p class="warn" role=${tried ? "alert" : "status"}>${no}</p>` : nothing}
      `,
      foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
        <button class="button primary" @click=${save}>${limit ? "Place order" : "Save trade"}</button>`,
    };
  });
}

const widthOf = (d) => (d.strategy === "single" ? 0 : Number(d.width || 0));

const orderOf = (d) => ({
  order_type: "entry",
  symbol: d.symbol,
  direction: d.direction,
  limit_price: Number(d.price),
  quantity: Number(d.quantity),
  strategy: wish({ ...d, dte: Number(d.dte), strike: Number(d.strike), width: widthOf(d) }),
  ...(d.notes ? { notes: d.notes } : {}),
});

function bodyOf(d) {
  const spot = spotOf(modelKey(d.symbol));
  const body = {
    symbol: d.symbol,
    underlying: modelKey(d.symbol),
    strategy: d.strategy,
    side: d.side,
    strike: Number(d.strike),
    width: widthOf(d),
    dte: Number(d.dte),
    entry_price: Number(d.price),
    quantity: d.direction === "short" ? -Number(d.quantity) : Number(d.quantity),
    notes: d.notes || undefined,
    tags: d.tags,
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
        <p class="soft">Entered at ${cents(trade.entry_price)} × ${number(trade.quantity, 0)}.</p>
        <div class="fields">
          ${input("Exit price per share, $", d.price, (v) => { d.price = v; update(); }, { type: "number", min: 0, required: true, problem: tried ? wrong : undefined })}
          ${input("Spot at exit", d.spot, (v) => (d.spot = v), { type: "number" })}
        </div>
        <p role="status">${wrong ? nothing : html`Result: <strong class=${closePreview(trade.entry_price, price, trade.quantity) < 0 ? "down" : "up"}>${profit(closePreview(trade.entry_price, price, trade.quantity, multiplier))}</strong>`}</p>
        ${notesField(d)}
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
      change: problem(asNumber(d.change), (x) => Number.isInteger(x) && x !== 0 && (trade.quantity + x) * trade.quantity > 0, `A whole number, not 0, that leaves at least one of ${number(trade.quantity, 0)}`),
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
        ${notesField(d)}
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

/** Asks at what price a trade is to be left; completes with the body of the order. */
export function askForExit(trade) {
  const d = { price: "", stop: "" };
  let tried = false;
  const long = trade.quantity > 0;
  return openOrderSheet(({ close, update }) => {
    const set = (name) => (value) => {
      d[name] = value;
      update();
    };
    const price = asNumber(d.price);
    const wrong = {
      price: problem(price, (x) => x > 0, "A price above 0"),
      stop: d.stop === "" ? undefined : problem(asNumber(d.stop), (x) => x >= 0 && !(long ? x >= price : x <= price), long ? "Below the limit" : "Above the limit"),
    };
    const shown = tried ? wrong : {};
    const no = whyNot();
    const { multiplier = 100 } = symbolOf(trade.symbol);
    const result = closePreview(trade.entry_price, price, trade.quantity, multiplier);
    return {
      title: `Exit ${trade.symbol} ${trade.strategy.replaceAll("_", " ")} ${trade.strike} at a limit`,
      main: html`
        <p class="soft">Entered at ${cents(trade.entry_price)} × ${number(trade.quantity, 0)}.</p>
        <div class="fields">
          ${input("Limit per share, $", d.price, set("price"), { type: "number", min: 0, required: true, problem: shown.price })}
          ${input("Stop per share, $", d.stop, set("stop"), { type: "number", min: 0, problem: shown.stop })}
        </div>
        <p role="status">${wrong.price ? nothing : html`At the limit: <strong class=${result < 0 ? "down" : "up"}>${profit(result)}</strong>`}</p>
        <p class="small soft">
          ${isQuoted(trade)
            ? "A simulated order: it closes the whole trade when the market trades at its limit or better, or at the stop or worse, and expires at the close."
            : "A simulated order: the market does not quote this trade, so it waits until you fill it yourself under Orders, and expires at the close."}
        </p>
        ${no ? html`<p class="warn" role=${tried ? "alert" : "status"}>${no}</p>` : nothing}
      `,
      foot: html`<button class="button" @click=${() => close(undefined)}>Cancel</button>
        <button class="button primary" @click=${() => {
          tried = true;
          if (whyNot() || wrong.price || wrong.stop) return update();
          return close({
            order_type: "exit",
            trade_id: trade.id,
            symbol: trade.symbol,
            direction: long ? "long" : "short",
            limit_price: price,
            quantity: Math.abs(trade.quantity),
            ...(d.stop === "" ? {} : { stop_loss: Number(d.stop) }),
          });
        }}>Place order</button>`,
    };
  });
}
