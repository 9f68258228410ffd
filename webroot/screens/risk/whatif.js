import { moment, number, signed } from "../../model/format.js";
import { expiryMoment } from "../../model/newyork.js";
import { hoursAt, placeOf } from "../../model/riskgraph.js";
import { REGIMES, SMILES } from "../../model/volatility.js";
import { marketNow, vix } from "../../app/market.js";
import { select } from "../../ui/controls.js";
import { html, nothing } from "../../ui/view.js";
import { hoursLeft, isSimulated, NOW } from "./scene.js";

const HOUR_MS = 3_600_000;

/** The sliders of a market that the user imagines: later, wilder, elsewhere. */
export function whatIf(sim, list, take) {
  const set = (edit) => take({ ...sim, ...edit });
  const visible = list.filter((p) => p.visible);
  const most = hoursLeft(visible);
  const hours = visible.length > 0 ? hoursAt(sim.time, most) : 0;
  const later = `${hours < 1 ? `${Math.round(hours * 60)} min` : `${number(hours, 1)} h`}${hours > 0 ? ` · ${moment(marketNow() + hours * HOUR_MS)}` : ""}`;
  const slider = (name, text, field, min, max, step, marks = nothing) => html`<label class="field">
    <span class="row spread"><span>${name}</span><strong class="num">${text}</strong></span>
    <input type="range" min=${min} max=${max} step=${step} list=${marks === nothing ? nothing : `marks-${field}`} .value=${String(sim[field])} @input=${(e) => set({ [field]: Number(e.target.value) })} />
    ${marks}
  </label>`;
  return html`<div class="stack">
    ${slider("Time ahead", later, "time", 0, 100, 0.5, expiryMarks(visible, most))}
    ${slider("Volatility", `${signed(sim.volatility, 1)} pts (VIX ${number((vix() ?? 0) + sim.volatility, 1)})`, "volatility", -20, 60, 0.5)}
    ${slider("Spot", `${signed(sim.spot, 2)} %`, "spot", -10, 10, 0.05)}
    <div class="fields">
      ${select("Pricing", Object.entries(SMILES).map(([id, m]) => [id, m.label]), sim.model, (model) => set({ model }))}
      ${select("Skew", [["auto", "By VIX"], ...Object.entries(REGIMES).map(([id, r]) => [id, r.label])], sim.regime, (regime) => set({ regime }))}
    </div>
    <div class="row spread">
      <span class="small soft">${isSimulated(sim) ? html`<span class="badge warn">imagined market</span>` : "as the market is"}</span>
      <button class="button tiny" ?disabled=${sim === NOW} @click=${() => take(NOW)}>Reset</button>
    </div>
  </div>`;
}

/** Where on the slider of time something expires. */
function expiryMarks(visible, most) {
  const dates = [...new Set(visible.flatMap((p) => p.legs.map((l) => l.expiration)))].sort();
  const places = dates
    .map((date) => [date, (expiryMoment(date) - marketNow()) / HOUR_MS])
    .filter(([, hours]) => hours > 0)
    .map(([date, hours]) => [date, placeOf(hours, most)]);
  return html`<datalist id="marks-time">${places.map(([date, place]) => html`<option value=${place.toFixed(1)} label=${date}></option>`)}</datalist>`;
}
