import { dollars, number } from "../../model/format.js";
import { readScript } from "../../model/script.js";
import { dateOf, isFriday, isThirdFriday, isWeekday, momentOf, plusDays } from "../../model/newyork.js";
import {
  label,
  legsOf,
  modelKey,
  needsVegaWarning,
  notation,
  recognise,
  symbolOf,
  SYMBOLS,
  TYPES,
  unitsOf,
  usualCostType,
  usualDirection,
} from "../../model/structures.js";
import { get } from "../../app/api.js";
import { marketNow, spotOf } from "../../app/market.js";
import { input, segments, select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { confirm, openSheet } from "../../ui/sheet.js";
import { html, nothing } from "../../ui/view.js";
import { payoff } from "./payoff.js";

/** How a position is made: from a shape, leg by leg, or from a text. */
const SHAPE = "shape";
const LEGS = "legs";
const SCRIPT = "script";

const CLOSE_HOUR = 16;
const MOST_LEGS = 12;

/** The next day on which a symbol's options expire and still trade. */
export function usualExpiration(symbol, now = marketNow()) {
  const { expiries } = symbolOf(symbol);
  let date = dateOf(now);
  if (now >= momentOf(date, CLOSE_HOUR)) date = plusDays(date, 1);
  const expires = (day) => isWeekday(day) && (expiries === "daily" || (expiries === "monthly" ? isThirdFriday(day) : isFriday(day)));
  while (!expires(date)) date = plusDays(date, 1);
  return date;
}

/** Strikes that exist, or a ladder around the market when the chain is not known. */
async function strikesOf(symbol) {
  try {
    return (await get(`/api/options/strikes/${modelKey(symbol)}`)).strikes;
  } catch {
    const { increment } = symbolOf(symbol);
    const middle = Math.round((spotOf(modelKey(symbol)) ?? 100) / increment) * increment;
    return Array.from({ length: 81 }, (_, i) => middle + (i - 40) * increment);
  }
}

function draftFrom(start) {
  const symbol = start.symbol ?? "SPX";
  const type = start.positionType ?? start.type ?? "butterfly";
  const units = unitsOf(start.legs ?? []);
  const { increment, width } = symbolOf(symbol);
  const spot = spotOf(modelKey(symbol)) ?? 0;
  return {
    symbol,
    type,
    direction: start.direction ?? usualDirection(type),
    right: start.right ?? start.side ?? "call",
    strike: start.strike ?? Math.round(spot / increment) * increment,
    width: start.width ?? width,
    expiration: start.expiration ?? usualExpiration(symbol),
    far: start.far,
    multiplier: start.multiplier ?? 1,
    cost: start.cost ?? (start.costBasis == null ? "" : Number((start.costBasis / units).toFixed(4))),
    costType: start.costBasisType ?? usualCostType(type, start.direction ?? usualDirection(type)),
    label: start.label ?? "",
    legs: start.legs ?? null,
    way: start.legs ? LEGS : SHAPE,
    script: "",
  };
}

const build = (draft) =>
  draft.way === LEGS
    ? draft.legs
    : legsOf({ ...draft, strike: Number(draft.strike), width: Number(draft.width), multiplier: Number(draft.multiplier) });

/** What is wrong with a draft, by field. */
function problemsOf(draft) {
  const problems = {};
  if (draft.way === SCRIPT) {
    const lines = readScript(draft.script);
    const wrong = lines.find((line) => line.problem);
    if (lines.length === 0) problems.script = "At least one order";
    else if (wrong) problems.script = `Line ${wrong.number}: ${wrong.problem}`;
    return problems;
  }
  if (draft.way === LEGS) {
    if (draft.legs.length === 0) problems.legs = "At least one leg";
    if (draft.legs.some((l) => !(l.strike > 0) || !Number.isInteger(l.quantity) || l.quantity === 0 || !l.expiration)) {
      problems.legs = "Each leg needs a strike, an expiration and a quantity other than 0";
    }
  } else {
    if (!(Number(draft.strike) > 0)) problems.strike = "A strike above 0";
    if (draft.type !== "single" && draft.type !== "straddle" && draft.type !== "calendar" && !(Number(draft.width) > 0)) {
      problems.width = "A width above 0";
    }
  }
  if (draft.cost !== "" && !(Number(draft.cost) >= 0)) problems.cost = "A price from 0, or nothing";
  return problems;
}

/**
 * Lets the user make positions, or change one; completes with what is to be saved, a list unless one
 * is changed, or undefined.
 */
export async function editPosition(start = {}) {
  const draft = draftFrom(start);
  let strikes = [];
  let tried = false;
  const editing = start.id != null;
  return openSheet(
    ({ close, update }) => {
      const set = (change) => {
        Object.assign(draft, change);
        update();
      };
      if (strikes.length === 0) {
        strikesOf(draft.symbol).then((found) => {
          strikes = found;
          update();
        });
      }
      const problems = problemsOf(draft);
      const save = async () => {
        tried = true;
        if (Object.keys(problems).length > 0) return update();
        if (draft.way === SHAPE && needsVegaWarning(draft.type, draft.direction)) {
          const sure = await confirm("Short vega", "A short time spread loses when volatility rises. Create it?", { yes: "Create" });
          if (!sure) return undefined;
        }
        return close(editing ? result(draft) : draft.way === SCRIPT ? readScript(draft.script).map(positionIn) : [result(draft)]);
      };
      const shown = tried ? problems : {};
      const ways = [[SHAPE, "Shape"], [LEGS, "Legs"], ...(editing ? [] : [[SCRIPT, "Script"]])];
      return {
        title: editing ? "Edit position" : "New position",
        main: html`<div class="row">${segments("Made from", ways, draft.way, (way) => set(way === LEGS ? { way, legs: safeLegs(draft) } : { way }))}</div>
          ${draft.way === SCRIPT
            ? script(draft, set)
            : html`${draft.way === LEGS ? legEditor(draft, set) : shape(draft, set, strikes, shown)}
                ${cost(draft, set, shown)} ${preview(draft, problems)}`}`,
        foot: html`
          <button class="button" @click=${() => close(undefined)}>Cancel</button>
          <button class="button primary" @click=${save}>${editing ? "Save" : "Create"}</button>
        `,
      };
    },
    { wide: true },
  );
}

/** What is saved of a line that was read. */
function positionIn({ symbol, positionType, direction, legs, costBasis, costBasisType }) {
  return { symbol, positionType, direction, legs, costBasis, costBasisType };
}

function script(draft, set) {
  const lines = readScript(draft.script);
  return html`<div class="stack">
    <label class="field">
      <span>Orders of thinkorswim, one a line</span>
      <textarea
        class="textarea script"
        rows="4"
        maxlength="10000"
        spellcheck="false"
        placeholder="BUY +1 BUTTERFLY SPX 100 (Weeklys) 27 NOV 26 6800/6820/6840 CALL @2.50 LMT"
        .value=${draft.script}
        @input=${(event) => set({ script: event.target.value })}
      ></textarea>
    </label>
    <ul class="read" aria-live="polite">
      ${lines.map((read) =>
        read.problem
          ? html`<li class="warn">Line ${read.number}: ${read.problem}</li>`
          : html`<li>
              <strong>${read.symbol} ${label(read)}</strong> <span class="soft">${notation(read.legs)}, ${read.legs[0].expiration}</span>
              ${read.costBasis == null ? nothing : html`<span class="soft">${read.costBasisType} ${dollars(read.costBasis * 100)}</span>`}
            </li>`,
      )}
    </ul>
  </div>`;
}

function safeLegs(draft) {
  try {
    return build(draft);
  } catch {
    return [];
  }
}

function result(draft) {
  const legs = build(draft);
  const shapeOf = draft.way === LEGS ? recognise(legs) : { type: draft.type, direction: draft.direction };
  return {
    symbol: draft.symbol,
    positionType: shapeOf.type,
    direction: shapeOf.direction,
    legs,
    costBasis: draft.cost === "" ? null : Number(draft.cost) * unitsOf(legs),
    costBasisType: draft.costType,
    ...(draft.label ? { label: draft.label } : {}),
  };
}

function shape(draft, set, strikes, problems) {
  const groups = [...new Set(Object.values(TYPES).map((t) => t.group))];
  const listId = "strikes-known";
  return html`
    <fieldset class="shapes">
      <legend class="visually-hidden">Shape</legend>
      ${groups.map(
        (group) => html`<div class="row wrap" role="radiogroup" aria-label=${group}>
          <span class="shape-group">${group}</span>
          ${Object.entries(TYPES)
            .filter(([id, t]) => t.group === group && id !== "custom")
            .map(
              ([id, t]) => html`<button
                type="button"
                role="radio"
                class="button tiny shape"
                aria-checked=${String(id === draft.type)}
                @click=${() => {
                  const direction = usualDirection(id);
                  set({ type: id, direction, costType: usualCostType(id, direction) });
                }}
              >
                ${payoff(id, usualDirection(id), draft.right)} ${t.label}
              </button>`,
            )}
        </div>`,
      )}
    </fieldset>
    <div class="row wrap">
      ${segments("Direction", [["long", "Long"], ["short", "Short"]], draft.direction, (direction) =>
        set({ direction, costType: usualCostType(draft.type, direction) }),
      )}
      ${["straddle", "strangle", "iron_fly", "iron_condor"].includes(draft.type)
        ? nothing
        : segments("Right", [["call", "Call"], ["put", "Put"]], draft.right, (right) => set({ right }))}
    </div>
    <div class="fields">
      ${select("Symbol", Object.keys(SYMBOLS).map((s) => [s, s]), draft.symbol, (symbol) => {
        const { increment, width } = symbolOf(symbol);
        const spot = spotOf(modelKey(symbol)) ?? 0;
        set({ symbol, width, strike: Math.round(spot / increment) * increment, expiration: usualExpiration(symbol) });
      })}
      <label class="field">
        <span>Strike</span>
        <input
          class="input"
          type="number"
          step="any"
          list=${listId}
          .value=${String(draft.strike)}
          aria-invalid=${problems.strike ? "true" : "false"}
          @input=${(event) => set({ strike: event.target.value })}
        />
        <datalist id=${listId}>${strikes.map((k) => html`<option value=${k}></option>`)}</datalist>
        ${problems.strike ? html`<span class="problem">${problems.strike}</span>` : nothing}
      </label>
      ${["single", "straddle", "calendar"].includes(draft.type)
        ? nothing
        : input("Width", draft.width, (width) => set({ width }), { type: "number", problem: problems.width })}
      ${input("Expiration", draft.expiration, (expiration) => set({ expiration }), { type: "date" })}
      ${["calendar", "diagonal"].includes(draft.type)
        ? input("Far expiration", draft.far ?? plusDays(draft.expiration, 7), (far) => set({ far }), { type: "date" })
        : nothing}
      ${input("Contracts", draft.multiplier, (multiplier) => set({ multiplier }), { type: "number", min: 1, step: 1 })}
    </div>
  `;
}

function legEditor(draft, set) {
  const change = (i, edit) => set({ legs: draft.legs.map((l, n) => (n === i ? { ...l, ...edit } : l)) });
  return html`<div class="table-wrap">
    <table class="table compact">
      <thead>
        <tr><th scope="col">Quantity</th><th scope="col">Strike</th><th scope="col">Right</th><th scope="col">Expiration</th><th><span class="visually-hidden">Remove</span></th></tr>
      </thead>
      <tbody>
        ${draft.legs.map(
          (l, i) => html`<tr>
            <td><input class="input" type="number" step="1" aria-label="Quantity of leg ${i + 1}" .value=${String(l.quantity)} @input=${(e) => change(i, { quantity: Number(e.target.value) })} /></td>
            <td><input class="input" type="number" step="any" aria-label="Strike of leg ${i + 1}" .value=${String(l.strike)} @input=${(e) => change(i, { strike: Number(e.target.value) })} /></td>
            <td>
              <select class="select" aria-label="Right of leg ${i + 1}" @change=${(e) => change(i, { right: e.target.value })}>
                <option value="call" ?selected=${l.right === "call"}>Call</option>
                <option value="put" ?selected=${l.right === "put"}>Put</option>
              </select>
            </td>
            <td><input class="input" type="date" aria-label="Expiration of leg ${i + 1}" .value=${l.expiration} @input=${(e) => change(i, { expiration: e.target.value })} /></td>
            <td><button class="button quiet tiny icon" aria-label="Remove leg ${i + 1}" @click=${() => set({ legs: draft.legs.filter((_, n) => n !== i) })}>${icons.trash}</button></td>
          </tr>`,
        )}
      </tbody>
    </table>
    ${draft.legs.length < MOST_LEGS
      ? html`<button class="button tiny" @click=${() => set({ legs: [...draft.legs, { ...(draft.legs.at(-1) ?? { strike: 0, right: "call", expiration: draft.expiration }), quantity: 1 }] })}>
          ${icons.plus} Leg
        </button>`
      : nothing}
  </div>`;
}

function cost(draft, set, problems) {
  return html`<div class="fields">
    ${input("Price of one, per share", draft.cost, (value) => set({ cost: value }), {
      type: "number",
      min: 0,
      placeholder: "market",
      problem: problems.cost,
    })}
    ${select("As", [["debit", "Debit"], ["credit", "Credit"]], draft.costType, (costType) => set({ costType }))}
    ${input("Label", draft.label, (text) => set({ label: text }), { maxlength: 100 })}
  </div>`;
}

function preview(draft, problems) {
  if (Object.keys(problems).length > 0) {
    return html`<p class="small warn" role="status">${Object.values(problems)[0]}</p>`;
  }
  const position = { ...result(draft), positionType: result(draft).positionType };
  return html`<p class="small soft">
    <strong>${label(position)}</strong> ${notation(position.legs)}
    ${position.costBasis == null ? nothing : html`, ${draft.costType} ${dollars(position.costBasis * 100)} in all`}
  </p>`;
}
