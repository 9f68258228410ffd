/** What the market has done at the prices of the risk graph, drawn behind it. */

import { expirationAt, ladder } from "../../model/gamma.js";
import { dteOf } from "../../model/newyork.js";
import { firstExpiry } from "../../model/riskgraph.js";
import { modelKey } from "../../model/structures.js";
import { data, get } from "../../app/api.js";
import { bias, exposure, gamma, live, marketNow, marketToday, underlying, valueAreaNow, volumeProfile } from "../../app/market.js";
import { Remembered } from "../../app/prefs.js";
import { Signal } from "../../app/signal.js";
import { check } from "../../ui/controls.js";
import { viewMenu } from "../../ui/menu.js";
import { html } from "../../ui/view.js";

/** Bars of volume across the graph. */
const BARS = 110;

const chosen = new Remembered("ms-risk-backdrop", { levels: true, volume: true, gamma: false, structure: false, strength: 50 });

/** Where volume gathered and where there was none, once it is known. */
const gravity = new Signal(null);

/** Whoever draws the backdrop looks at these. */
export const backdropSignals = [chosen, gravity];

let asked = false;

/** It takes the server a while after its start to find them; until then there are none. */
async function fetchGravity() {
  asked = true;
  gravity.value = await data(get("/api/dealer-gravity/artifact")).catch(() => gravity.value);
}

live.on("dealer_gravity_artifact_updated", () => asked && fetchGravity());

export const backdropMenu = () => {
  const c = chosen.value;
  const set = (change) => (chosen.value = { ...c, ...change });
  return viewMenu("risk-more", html`<div class="stack">
    ${check("Levels", c.levels, (levels) => set({ levels }))} ${check("Volume profile", c.volume, (volume) => set({ volume }))}
    ${check("Gamma by strike", c.gamma, (on) => set({ gamma: on }))} ${check("Nodes and gaps", c.structure, (structure) => set({ structure }))}
    <label class="field"><span>Strength ${c.strength} %</span>
      <input type="range" min="10" max="100" step="5" .value=${String(c.strength)} @input=${(e) => set({ strength: Number(e.target.value) })} />
    </label>
  </div>`);
};

/** The backdrop of a view of prices: lines, bands, and bars of volume and gamma; null for a symbol that is not looked at. */
export function backdropOf(symbol, positions, view, c) {
  if (!view || modelKey(symbol ?? "") !== underlying.value) return null;
  const { levels, volume, gamma: withGamma, structure, strength } = chosen.value;
  if (structure && !asked) fetchGravity();
  const found = structure && underlying.value === "I:SPX" ? gravity.value?.structures : null;
  return {
    strength: strength / 100,
    levels: levels ? levelsIn(c) : [],
    volume: volume && underlying.value === "I:SPX" ? volumeIn(view) : [],
    gamma: withGamma ? gammaOf(positions) : [],
    nodes: (found?.volume_nodes ?? []).map((node) => node.price ?? node),
    gaps: [...(found?.volume_wells ?? []), ...(found?.crevasses ?? [])],
  };
}

function levelsIn(c) {
  const b = bias.value ?? {};
  const x = exposure.value ?? {};
  const area = valueAreaNow();
  return [
    { price: b.gex_flip_level ?? x.zero_gamma, text: "zero γ", colour: c.accent },
    { price: b.max_net_gex_strike, text: "magnet", colour: c.magenta },
    { price: x.call_wall ?? b.max_call_gex_strike, text: "call wall", colour: c.up },
    { price: x.put_wall ?? b.max_put_gex_strike, text: "put wall", colour: c.down },
    { price: area?.high, text: "value high", colour: c.blue },
    { price: area?.poc, text: "POC", colour: c.warn },
    { price: area?.low, text: "value low", colour: c.blue },
  ].filter((level) => level.price > 0);
}

/** Volumes by whole points of a profile, which has ten levels a point: a graph that is dragged asks often. */
const pointsOf = new WeakMap();

function points(profile) {
  if (!pointsOf.has(profile)) {
    const sums = new Map();
    for (const { price, volume } of profile.levels) sums.set(Math.floor(price), (sums.get(Math.floor(price)) ?? 0) + volume);
    pointsOf.set(profile, [...sums]);
  }
  return pointsOf.get(profile);
}

function volumeIn([low, high]) {
  if (!volumeProfile.value) return [];
  const step = Math.max(1, (high - low) / BARS);
  const sums = new Map();
  for (const [price, volume] of points(volumeProfile.value)) {
    if (price < low || price > high) continue;
    const at = Math.floor(price / step);
    sums.set(at, (sums.get(at) ?? 0) + volume);
  }
  return ofLongest([...sums].map(([at, volume]) => ({ from: at * step, to: (at + 1) * step, size: volume })));
}

/** Net gamma of the expiration that the positions have first. */
function gammaOf(positions) {
  const legs = positions.flatMap((p) => (p.visible ? p.legs : []));
  const date = legs.length > 0 ? expirationAt(gamma.value, marketToday(), dteOf(firstExpiry(legs), marketNow())) : null;
  if (!date) return [];
  const rows = ladder(gamma.value, date);
  const half = rows.length > 1 ? (rows[1].strike - rows[0].strike) * 0.3 : 1;
  return ofLongest(rows.map((row) => ({ from: row.strike - half, to: row.strike + half, size: row.net })));
}

/** Sizes as shares of the largest. */
function ofLongest(bars) {
  const longest = bars.reduce((most, bar) => Math.max(most, Math.abs(bar.size)), 0);
  return longest > 0 ? bars.map((bar) => ({ ...bar, size: bar.size / longest })) : [];
}
