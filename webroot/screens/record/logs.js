/** The trade logs of the user, and the one that is open. */

import { data, get, post, put, query, remove } from "../../app/api.js";
import { live, marketNow } from "../../app/market.js";
import { failed, succeeded } from "../../app/notices.js";
import { Remembered } from "../../app/prefs.js";
import { KEPT, onSettled, submit, waiting } from "../../app/queue.js";
import { Signal } from "../../app/signal.js";

export const logs = new Signal(null);
export const trades = new Signal(null);
export const trouble = new Signal(null);

const chosen = new Remembered("ms-log", null);

/** The open log: the one chosen last, else the default one, else the first that is active. */
export function openLog() {
  const list = logs.value ?? [];
  return (
    list.find((log) => log.id === chosen.value) ??
    list.find((log) => log.is_default) ??
    list.find((log) => log.lifecycle_state === "active") ??
    list[0] ??
    null
  );
}

export async function choose(id) {
  chosen.value = id;
  trades.value = null;
  await loadTrades();
}

export async function loadLogs() {
  try {
    logs.value = (await data(get("/api/logs?include=archived"))) ?? [];
    trouble.value = null;
    if (trades.value === null) await loadTrades();
  } catch (cause) {
    trouble.value = cause;
  }
}

/** What is shown may be of an earlier visit: it stays until what there is now is known. */
export function refresh() {
  loadLogs();
  if (trades.value !== null) loadTrades();
}

export async function loadTrades() {
  const log = openLog();
  if (!log) {
    trades.value = [];
    return;
  }
  try {
    trades.value = (await data(get(`/api/logs/${log.id}/trades${query({ limit: 10000 })}`))) ?? [];
    trouble.value = null;
  } catch (cause) {
    trouble.value = cause;
  }
}

for (const name of ["archived", "reactivated", "retire_scheduled", "retire_cancelled", "retired"]) {
  live.on(`log.lifecycle.${name}`, loadLogs);
}
for (const name of ["PositionCreated", "PositionAdjusted", "PositionClosed", "PositionDeleted", "FillRecorded", "OrderFilled"]) {
  live.on(name, () => {
    if (trades.value !== null) refreshSoon();
  });
}
live.on("reconnected", () => {
  if (logs.value !== null) refresh();
});

let timer = 0;
function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    loadTrades();
    loadLogs();
  }, 250);
}

onSettled(() => {
  if (logs.value !== null) refreshSoon();
});

/** Does something to a log or trade, says how it went, and shows the result. */
export async function act(what, done, work) {
  try {
    const result = await work();
    if (result === KEPT) return KEPT;
    if (done) succeeded(done);
    await Promise.all([loadLogs(), loadTrades()]);
    return result ?? true;
  } catch (cause) {
    failed(what, cause);
    return null;
  }
}

/** Without it a price or a risk of 1000 dollars would be taken for 10. */
const IN_DOLLARS = { price_unit: "dollars" };

export const createLog = (body) => act("The log was not created", `Log “${body.name}” created`, () => data(post("/api/logs", { ...IN_DOLLARS, ...body })));
export const renameLog = (log, name) => act("The log was not renamed", "Renamed", () => put(`/api/logs/${log.id}`, { name }));
export const setCapital = (log, cents) => act("The capital was not changed", "Capital changed", () => put(`/api/logs/${log.id}`, { starting_capital: cents }));
export const lifecycle = (log, step) => act(`The log was not changed`, null, () => post(`/api/logs/${log.id}/${step}`));
export const cancelRetire = (log) => act("Retirement was not cancelled", "Retirement cancelled", () => remove(`/api/logs/${log.id}/retire`));

const draftOf = (body, id) => ({
  ...body,
  id,
  entry_price: Math.round(body.entry_price * 100),
  exit_price: body.exit_price == null ? null : Math.round(body.exit_price * 100),
  status: body.status ?? "open",
  pending: true,
});

/** What the simulated market dealt stays as it was: only notes and tags may be changed. */
export const isFixed = (trade) => trade.entry_mode === "simulated" && trade.immutable_at != null;

const nameOf = (t) => `${t.symbol} ${t.strategy.replaceAll("_", " ")} ${t.strike}`;

/** A trade has the time of the market it is done in: on another day it would have expired before. */
const now = () => new Date(marketNow()).toISOString();

/** The trades of the open log as they will be when all that waits is done. */
export function tradesToCome() {
  const log = openLog()?.id;
  const entered = waiting.value
    .filter((m) => m.path === "/api/trades" && m.body.log_id === log)
    .map((m) => ({ ...draftOf(m.body, m.id), waits: true }));
  const changed = new Set(waiting.value.map((m) => m.path.split("/")[3]));
  return [...entered.reverse(), ...(trades.value ?? []).map((t) => (changed.has(t.id) ? { ...t, waits: true } : t))];
}

/** What waits for a trade, oldest first. */
export const waitingFor = (trade) => waiting.value.filter((m) => m.path.startsWith(`/api/trades/${trade.id}`));

/** Enters a trade. It stands in the list at once; when the server refuses it, it is gone again. */
export async function enter(body) {
  const trade = { log_id: openLog()?.id, entry_time: now(), ...IN_DOLLARS, ...body };
  const draft = draftOf(trade, `temp-${Date.now()}`);
  trades.value = [draft, ...(trades.value ?? [])];
  const saved = await act("The trade was not saved", "Trade saved", () => send(`Trade ${nameOf(trade)}`, "POST", "", trade));
  if (!saved || saved === KEPT) trades.value = (trades.value ?? []).filter((t) => t.id !== draft.id);
  return saved;
}

async function send(what, method, path, body) {
  const answer = await submit(what, method, `/api/trades${path}`, body);
  return answer === KEPT ? KEPT : answer?.data;
}

// What is sent later happened when it was done: the times go along.
export const closeTrade = (trade, body) =>
  act("The trade is still open", "Trade closed", () => send(`Close of ${nameOf(trade)}`, "POST", `/${trade.id}/close`, { exit_time: now(), ...IN_DOLLARS, ...body }));
export const adjustTrade = (trade, body) =>
  act("The trade was not adjusted", "Trade adjusted", () => send(`Adjustment of ${nameOf(trade)}`, "POST", `/${trade.id}/adjust`, { event_time: now(), ...IN_DOLLARS, ...body }));
export const annotateTrade = (trade, body) =>
  act("Notes and tags were not saved", "Saved", () => send(`Notes on ${nameOf(trade)}`, "PATCH", `/${trade.id}`, body));
export const deleteTrade = (trade) => act("The trade is still there", "Trade deleted", () => remove(`/api/trades/${trade.id}`));
