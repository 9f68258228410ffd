/** The market as it is now, kept by the stream and, at first, by a few requests. */

import { HeatmapState, Outcome } from "../model/heatmap-state.js";
import { millis } from "../model/format.js";
import { dateOf } from "../model/newyork.js";
import { valueArea } from "../model/volume.js";
import { data, get } from "./api.js";
import { Live, State } from "./live.js";
import { Remembered } from "./prefs.js";
import { calm, Signal } from "./signal.js";

/** Prices in the header change at most twice a second, or nobody could read them. */
const SPOT_MS = 500;

export const UNDERLYINGS = ["I:SPX", "I:NDX"];

/** The underlying that the dashboard is about. */
export const underlying = new Remembered("ms-underlying", "I:SPX");

/** Prices come of all symbols, models of one: tiles of another would be most of what is received. */
const streamOf = (symbol) => `/sse/all?user=1&tiles=brief&symbols=${symbol}`;

export const live = new Live(streamOf(underlying.value));

/** Values by symbol, throttled for reading. */
export const spots = new Signal({});

/** Tiles of the underlying. */
export const heatmap = new Signal(new HeatmapState("I:SPX"));

export const gamma = new Signal(null);
export const exposure = new Signal(null);
export const candles = new Signal(null);
export const bias = new Signal(null);
export const mode = new Signal(null);
export const vixRegime = new Signal(null);
export const selector = new Signal(null);
export const volumeProfile = new Signal(null);
export const vexy = new Signal(null);

/** Pictures are drawn anew once a second: nobody reads faster, and each costs as much as all tiles. */
const PICTURE_MS = 1_000;

/** Tells when a picture of the market is to be drawn anew. */
export const picture = calm(PICTURE_MS, gamma, exposure, candles, bias, volumeProfile, spots);

/** Market time as the server tells it: mode, now_ms, speed, paused, phase, and when we heard it. */
export const marketClock = new Signal(null);

/** Biases seen, oldest first, for the trail in the quadrant. */
export const biasTrail = new Signal([]);
const TRAIL_LENGTH = 60;

/** When each model last said something, by its name. */
export const heard = new Map();

/** Failures of the first requests, by model: a panel shows why it is empty. */
export const failures = new Signal(new Map());

/** Market time in milliseconds. */
export function marketNow() {
  const clock = marketClock.value;
  if (!clock?.now_ms) return Date.now();
  return clock.paused ? clock.now_ms : clock.now_ms + (Date.now() - clock.heard) * (clock.speed ?? 1);
}

export const marketToday = () => dateOf(marketNow());

/** Whether the regular session runs. */
export const isOpen = () => marketClock.value?.phase === "open";

/** Whether the server seems to be there. */
export const inReach = () => live.state.value.state === State.LIVE || live.state.value.state === State.CONNECTING;

export const spotOf = (symbol) => spots.value[symbol]?.value ?? null;
export const spot = () => spotOf(underlying.value);
export const vix = () => spotOf("I:VIX");

/** The market may go so far before the value area around it is looked for anew. */
const AREA_POINTS = 2;

let area = { profile: null, spot: NaN, found: null };

/** Where most was traded near the market, {poc, low, high}; null for what has no profile. */
export function valueAreaNow() {
  const [profile, now] = [volumeProfile.value, spotOf("I:SPX")];
  if (underlying.value !== "I:SPX" || !profile || !(now > 0)) return null;
  if (area.profile !== profile || !(Math.abs(area.spot - now) < AREA_POINTS)) {
    area = { profile, spot: now, found: valueArea(profile.levels, now) };
  }
  return area.found;
}

const ofUnderlying = (model) => !model?.symbol || model.symbol === underlying.value;

function take(name, signal) {
  return (model) => {
    if (!ofUnderlying(model)) return;
    heard.set(name, Date.now());
    forgive(name);
    signal.value = model;
  };
}

function forgive(name) {
  if (!failures.value.has(name)) return;
  failures.value.delete(name);
  failures.tell();
}

let latestSpots = {};
let spotTimer = 0;

function takeSpots(map) {
  latestSpots = map;
  heard.set("spot", Date.now());
  if (spotTimer !== 0) return;
  spotTimer = setTimeout(() => {
    spotTimer = 0;
    spots.value = latestSpots;
  }, Object.keys(spots.value).length === 0 ? 0 : SPOT_MS);
}

function takeHeatmap(model) {
  if (!ofUnderlying(model)) return;
  heard.set("heatmap", Date.now());
  forgive("heatmap");
  heatmap.value.symbol = model.symbol;
  heatmap.value.replace(model);
  heatmap.tell();
}

function takeDiff(diff) {
  if (!ofUnderlying(diff)) return;
  heard.set("heatmap", Date.now());
  const outcome = heatmap.value.apply(diff);
  if (outcome === Outcome.GAP) fetchHeatmap();
  else if (outcome === Outcome.APPLIED) heatmap.tell();
}

function takeBias(model) {
  if (!ofUnderlying(model)) return;
  take("bias", bias)(model);
  const point = { bias: model.directional_strength, lfi: model.lfi_score };
  biasTrail.value = [...biasTrail.value, point].slice(-TRAIL_LENGTH);
}

function takeClock(clock) {
  // What only the answer to a request says stays true: whether this user may steer, and how.
  marketClock.value = { ...marketClock.value, ...clock, heard: Date.now() };
}

live.on("spot", takeSpots);
live.on("heatmap", takeHeatmap);
live.on("heatmap_diff", takeDiff);
live.on("gex", take("gamma", gamma));
live.on("exposure", take("exposure", exposure));
live.on("candles", take("candles", candles));
live.on("bias_lfi", takeBias);
live.on("market_mode", take("mode", mode));
live.on("vix_regime", take("vix", vixRegime));
live.on("trade_selector", take("selector", selector));
live.on("vexy", take("vexy", vexy));
live.on("market_clock", takeClock);
live.on("dealer_gravity_artifact_updated", () => fetchVolumeProfile());
live.on("complete", (since) => ask(MODELS.filter((name) => !(heard.get(name) >= since))));
live.on("reconnected", fetchBeside);
live.on("lost", askOnce);

async function fetchInto(name, path, receive) {
  try {
    const model = await data(get(path));
    if (model != null) receive(model);
  } catch (cause) {
    failures.value.set(name, cause);
    failures.tell();
  }
}

const fetchHeatmap = () => fetchInto("heatmap", `/api/models/heatmap/${underlying.value}`, takeHeatmap);

export async function fetchVolumeProfile(mode = "tv") {
  const now = spotOf("I:SPX");
  const [min, max] = now ? [now - 1500, now + 1500] : [5500, 8500];
  await fetchInto(
    "profile",
    `/api/models/volume_profile?min=${min.toFixed(0)}&max=${max.toFixed(0)}&mode=${mode}`,
    (model) => {
      heard.set("profile", Date.now());
      forgive("profile");
      volumeProfile.value = model;
    },
  );
}

/** How to ask for what the stream brings as well, by model. */
const ASK = {
  spot: () => fetchInto("spot", "/api/models/spot", takeSpots),
  heatmap: fetchHeatmap,
  gamma: (symbol) => fetchInto("gamma", `/api/models/gex/${symbol}`, (m) => take("gamma", gamma)({ symbol, ...m })),
  exposure: (symbol) => fetchInto("exposure", `/api/models/exposure/${symbol}`, take("exposure", exposure)),
  candles: (symbol) => fetchInto("candles", `/api/models/candles/${symbol}?days=7`, take("candles", candles)),
  bias: () => fetchInto("bias", "/api/models/bias_lfi", takeBias),
  mode: () => fetchInto("mode", "/api/models/market_mode", take("mode", mode)),
  vix: () => fetchInto("vix", "/api/models/vix_regime", take("vix", vixRegime)),
  selector: (symbol) => fetchInto("selector", `/api/models/trade_selector/${symbol}`, take("selector", selector)),
};

const MODELS = Object.keys(ASK);

/** The stream begins with all that the server has; what it did not bring is asked for, to know why. */
const ask = (models) => Promise.all(models.map((name) => ASK[name](underlying.value)));

/** Asks for what the stream does not bring. */
function fetchBeside() {
  fetchInto("clock", "/api/market/clock", takeClock);
  fetchVolumeProfile();
}

/** Asks for everything; what the stream brings meanwhile is as good. */
export function fetchAll() {
  fetchBeside();
  return ask(MODELS);
}

let asked = false;

/** Without a stream, what there is can be had all the same by whoever is in. */
function askOnce() {
  if (asked || !begun) return;
  asked = true;
  ask(MODELS.filter((name) => !heard.has(name)));
}

underlying.watch((symbol) => {
  heatmap.value = new HeatmapState(symbol);
  for (const signal of [gamma, exposure, candles, selector]) signal.value = null;
  live.follow(streamOf(symbol));
});

/** Milliseconds since a model said something, or since the time it bears, whichever is longer. */
export function ageOf(name, model) {
  const received = heard.get(name);
  if (received == null) return null;
  const made = millis(model?.ts);
  return Date.now() - Math.min(received, Number.isFinite(made) ? made : received);
}

/** Begins to listen; whoever turns out not to be in hears nothing, until {@link stopListening}. */
export const listen = () => live.open();

export const stopListening = () => live.close();

let begun = false;

/** Asks for what the stream does not bring, once the user is known to be in. */
export function beginMarket() {
  if (begun) return;
  begun = true;
  fetchBeside();
  if (!inReach()) askOnce();
}
