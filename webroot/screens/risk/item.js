import { number, profit } from "../../model/format.js";
import { isExpired } from "../../model/riskgraph.js";
import { writeScript } from "../../model/script.js";
import { asTile, label, notation, tileOf, unitsOf } from "../../model/structures.js";
import { marketNow } from "../../app/market.js";
import { notify, succeeded } from "../../app/notices.js";
import { priceLocked } from "../../app/prefs.js";
import { go } from "../../app/router.js";
import { icons } from "../../ui/icons.js";
import { styled } from "../../ui/styled.js";
import { html, nothing } from "../../ui/view.js";
import { STRATEGY_NAMES } from "../record/entry.js";

/** One position beside the graph: what it is, what it cost and is worth, and what can be done with it. */
export function positionItem(p, row, { change, edit, remove }) {
  const expired = p.legs.every((l) => isExpired(l.expiration, marketNow()));
  const act = (icon, name, run) => html`<button
    class="button quiet tiny icon"
    aria-label="${name} ${label(p)}"
    title=${name}
    ?disabled=${p.pending}
    @click=${run}
  >
    ${icon}
  </button>`;
  return html`<li class="position ${p.visible ? "" : "hidden-one"} ${expired ? "expired" : ""}" aria-busy=${String(Boolean(p.pending))}>
    <span class="swatch" ${styled({ background: p.color ?? "var(--accent)" })}></span>
    <div class="grow">
      <div class="row spread">
        <strong>${p.symbol} ${p.label || label(p)}${p.waits ? html` <span class="badge warn">waiting</span>` : nothing}</strong>
        <span class="num ${row?.profit < 0 ? "down" : "up"}">${profit(row?.profit, 0)}</span>
      </div>
      <div class="row spread small soft">
        <span>${notation(p.legs)}</span>
        <span>${expired ? "expired" : `${p.dte ?? "—"} DTE`}</span>
      </div>
      <div class="row spread small">
        ${costOf(p, row, change)}
        <span class="soft">${unitsOf(p.legs) > 1 ? "each " : ""}worth <span class="num">${number(row?.value / unitsOf(p.legs))}</span></span>
      </div>
      <div class="row acts">
        ${act(p.visible ? icons.eye : icons.eyeOff, p.visible ? "Hide" : "Show", () => change(p.id, { visible: !p.visible }))}
        ${act(icons.edit, "Edit", () => edit(p))} ${act(icons.copy, "Copy as script", () => copy(p))}
        ${act(icons.plus, "Log as trade", () => logTrade(p, row?.value))} ${act(icons.trash, "Remove", () => remove(p))}
      </div>
    </div>
  </li>`;
}

/** What it cost, to be changed in place; or, while that is not locked, what it would cost now. */
function costOf(p, row, change) {
  const locked = row?.locked ?? p.costBasis != null;
  const shown = locked ? p : row?.opened;
  const name = `Cost of ${label(p)}`;
  const units = unitsOf(p.legs);
  const turn = () => {
    if (p.costBasis == null) keep(p, row, change);
    else priceLocked.value = { ...priceLocked.value, [p.id]: !locked };
  };
  return html`<span class="row cost">
    <button
      class="button quiet tiny icon"
      aria-pressed=${String(locked)}
      aria-label="Lock the cost of ${label(p)}"
      title=${locked ? "What it cost stands. Unlock it to see what it would bring if it were opened now" : "As if it were opened now. Lock it to keep this cost"}
      ?disabled=${p.pending || row?.value == null}
      @click=${turn}
    >
      ${locked ? icons.lock : icons.unlock}
    </button>
    <span class="soft">${shown?.costBasisType ?? p.costBasisType}</span>
    ${locked
      ? html`<input
          class="input cost-input num"
          type="text"
          inputmode="decimal"
          aria-label=${name}
          .value=${priceOf(p)}
          ?disabled=${p.pending}
          @keydown=${(event) => leave(event, p)}
          @change=${(event) => takeCost(event.target, p, change)}
        />`
      : html`<span class="num" aria-label=${name}>${number(shown?.costBasis / units)}</span>`}
  </span>`;
}

/** What one of it cost, as it is written. */
const priceOf = (p) => (p.costBasis / unitsOf(p.legs)).toFixed(2);

/** From now on it cost what it is worth now. */
function keep(p, row, change) {
  priceLocked.value = { ...priceLocked.value, [p.id]: true };
  change(p.id, { costBasis: Number(row.opened.costBasis.toFixed(2)), costBasisType: row.opened.costBasisType });
}

function leave(event, p) {
  if (event.key === "Enter") event.target.blur();
  if (event.key !== "Escape") return;
  event.target.value = priceOf(p);
  event.target.blur();
}

function takeCost(field, p, change) {
  const cost = Number(field.value.replace(",", "."));
  if (field.value.trim() === "" || !(cost >= 0)) {
    notify("warning", `“${field.value}” is no price; ${label(p)} still cost ${priceOf(p)}`);
    field.value = priceOf(p);
  } else if (field.value !== priceOf(p)) {
    change(p.id, { costBasis: cost * unitsOf(p.legs) });
  }
}

async function copy(p) {
  const text = writeScript(p);
  try {
    await navigator.clipboard.writeText(text);
    succeeded(`Copied: ${text.replaceAll("\n", "; ")}`);
  } catch {
    notify("warning", `The browser does not let us copy: ${text}`, { stays: true });
  }
}

function logTrade(p, value) {
  const { strategy, side, strike, width } = tileOf(p.legs) ?? asTile(p);
  const wanted = new URLSearchParams({ new: "1", symbol: p.symbol, strategy, side, strike, width, dte: p.dte ?? 0 });
  if (STRATEGY_NAMES.includes(p.positionType)) wanted.set("strategy", p.positionType);
  const units = unitsOf(p.legs);
  wanted.set("quantity", units);
  if (p.costBasis ?? value) wanted.set("price", (Math.abs(p.costBasis ?? value) / units).toFixed(2));
  go(`/trades?${wanted}`);
}
