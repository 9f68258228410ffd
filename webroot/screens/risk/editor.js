import { dollars, number } from "../../model/format.js";
import { dateOf, isWeekday, momentOf, plusDays } from "../../model/newyork.js";
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
  usualCostType,
  usualDirection,
} from "../../model/structures.js";
import { get } from "../../app/api.js";
import { marketNow, spotOf } from "../../app/market.js";
import { input, segments, select } from "../../ui/controls.js";
import { icons } from "../../ui/icons.js";
import { confirm, openSheet } from "../../ui/sheet.js";
import { html, nothing } from "../../ui/view.js";

const CLOSE_HOUR = 16;
const MOST_LEGS = 12;

/** The next day on which a symbol's options expire and still trade. */
export function usualExpiration(symbol, now = marketNow()) {
  const weekly = symbolOf(symbol).expiries !== "daily";
  let date = dateOf(now);
  if (now >= momentOf(date, CLOSE_HOUR)) date = plusDays(date, 1);
  const expires = (day) => isWeekday(day) && (!weekly || new Date(`${day}T00:00:00Z`).getUTCDay() === 5);
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
    cost: start.cost ?? start.costBasis ?? "",
    costType: start.costBasisType ?? usualCostType(type, start.direction ?? usualDirection(type)),
    label: start.label ?? "",
    legs: start.legs ?? null,
    custom: Boolean(start.legs),
  };
}

const build = (draft) =>
  draft.custom
    ? draft.legs
    : legsOf({ ...draft, strike: Number(draft.strike), width: Number(draft.width), multiplier: Number(draft.multiplier) });

/** What is wrong with a draft, by field. */
function problemsOf(draft) {
  const problems = {};
  if (draft.custom) {
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
 * Lets the user make a position, or change one; completes with what is to be saved, or undefined.
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
        if (needsVegaWarning(draft.type, draft.direction)) {
          const sure = await confirm("Short vega", "A short time spread loses when volatility rises. Create it?", { yes: "Create" });
          if (!sure) return undefined;
        }
        return close(result(draft));
      };
      return {
        title: editing ? "Edit position" : "New position",
        main: html`${draft.custom ? legEditor(draft, set) : shape(draft, set, strikes, tried ? problems : {})}
          ${cost(draft, set, tried ? problems : {})} ${preview(draft, problems)}`,
        foot: html`
          <button class="button quiet" @click=${() => set(draft.custom ? { custom: false } : { custom: true, legs: safeLegs(draft) })}>
            ${draft.custom ? "Choose a shape" : "Edit the legs"}
          </button>
          <span class="grow"></span>
          <button class="button" @click=${() => close(undefined)}>Cancel</button>
          <button class="button primary" @click=${save}>${editing ? "Save" : "Create"}</button>
        `,
      };
    },
    { wide: draft.custom },
  );
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
  const shapeOf = draft.custom ? recognise(legs) : { type: draft.type, direction: draft.direction };
  return {
    symbol: draft.symbol,
    positionType: shapeOf.type,
    direction: shapeOf.direction,
    legs,
    costBasis: draft.cost === "" ? null : Number(draft.cost),
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
                ${t.label}
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
    ${input("Paid or received per share", draft.cost, (value) => set({ cost: value }), {
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
    ${position.costBasis == null ? nothing : html`, ${draft.costType} ${number(position.costBasis)} (${dollars(position.costBasis * 100)} a contract)`}
  </p>`;
}
