/**
 * What a user did while the server was out of reach. It is kept on the device, also across a reload,
 * and sent in the order in which it was done; each under the one key that it got when it was done,
 * so that what the server has already done is not done again.
 */

import { ApiError, call, get } from "./api.js";
import { State } from "./live.js";
import { live } from "./market.js";
import { notify } from "./notices.js";
import { Entry, session } from "./session.js";
import { Signal } from "./signal.js";

const KEY = "ms:mutation_queue";
const FLUSH_MS = 5_000;

/** A server that fails itself is asked so often, and then the user decides. */
const MOST_FAILURES = 3;

/** The server knows keys for a day: what may have arrived earlier is not sent again unasked. */
const KEY_HOURS = 23;

/** Answers of whatever stands before a server that is not there. */
const AWAY = new Set([0, 502, 503, 504]);

/** What {@link submit} completes with when the server will hear of it later. */
export const KEPT = Symbol("kept");

/** What of the user in this tab still waits, oldest first. */
export const waiting = new Signal([]);

const nameOf = (user) => (user?.wp ? `${user.wp.issuer}:${user.wp.id}` : null);

const owner = () => (session.value.entry === Entry.IN ? nameOf(session.value.user) : null);

function stored() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

const isMine = (mutation) => mutation.user != null && mutation.user === owner();

/** Changes what is kept, whoever it is of; throws where nothing can be kept. */
function store(change) {
  localStorage.setItem(KEY, JSON.stringify(change(stored())));
  look();
}

function look() {
  waiting.value = owner() ? stored().filter(isMine) : [];
}

const edit = (id, changes) => store((list) => list.map((m) => (m.id === id ? { ...m, ...changes } : m)));

/** Takes something back that was not sent. */
export const discard = (id) => store((list) => list.filter((m) => m.id !== id));

/** Sends what may have arrived long ago, or failed, because the user says so. */
export function sendAnyway(id) {
  edit(id, { tried: null, failures: 0 });
  return flush();
}

/** Whether what was done needs the user's word before it is sent (again). */
export const needsWord = (mutation) =>
  (mutation.failures ?? 0) >= MOST_FAILURES ||
  (mutation.tried != null && Date.now() - mutation.tried > KEY_HOURS * 3_600_000);

/**
 * Does something on the server, now or as soon as it is back; completes with the answer, or with
 * {@link KEPT}. What the server refuses at once is thrown.
 *
 * what: in the user's words, for when its turn comes; version: of what is changed, as it was seen.
 */
export async function submit(what, method, path, body, { version } = {}) {
  const mutation = {
    id: crypto.randomUUID(),
    user: owner(),
    at: Date.now(),
    what,
    method,
    path,
    body,
    version,
    tried: null,
  };
  if (waiting.value.length === 0 && navigator.onLine) {
    try {
      return await send(mutation);
    } catch (cause) {
      if (!isAway(cause)) throw cause;
      mutation.tried = mutation.at;
    }
  }
  keep(mutation);
  notify("info", "Out of reach: kept on this device until the server is back", { category: "sync" });
  if (navigator.onLine) flush();
  return KEPT;
}

const isAway = (cause) => cause instanceof ApiError && AWAY.has(cause.status);

function keep(mutation) {
  try {
    store((list) => [...list, mutation]);
  } catch {
    throw new ApiError(0, null, "The server cannot be reached, and this device has no room to keep it");
  }
}

const send = ({ id, method, path, body, version }) => call(method, path, { body, version, key: id });

let flushing = null;

/** Sends what waits, in order, until something cannot be sent; one tab does it for all. */
export function flush() {
  flushing ??= exclusively(sendAll).finally(() => (flushing = null));
  return flushing;
}

const exclusively = (work) =>
  navigator.locks ? navigator.locks.request(KEY, { ifAvailable: true }, (lock) => (lock ? work() : undefined)) : work();

/** In another tab somebody else may have signed in since; then this tab sends nothing. */
async function isStillOwner() {
  try {
    return nameOf(await get("/api/auth/me", { quiet: true })) === owner();
  } catch {
    return false;
  }
}

async function sendAll() {
  look();
  if (waiting.value.length === 0 || !navigator.onLine || !(await isStillOwner())) return;
  let done = 0;
  for (let next = waiting.value[0]; next && navigator.onLine && !needsWord(next); next = waiting.value[0]) {
    if (!(await settle(next))) break;
    done++;
  }
  if (done > 0) for (const listener of listeners) listener();
}

const listeners = new Set();

/** Hears when something that waited was settled, whichever way, until the returned function is called. */
export function onSettled(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the turn of the next one has come. */
async function settle(mutation) {
  if (mutation.tried == null) edit(mutation.id, { tried: Date.now() });
  let answer;
  try {
    answer = await send(mutation);
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    return refused(mutation, cause);
  }
  discard(mutation.id);
  notify("success", `${mutation.what}: saved`);
  follow(mutation, answer?.data);
  return true;
}

/** What was changed twice meanwhile is, the second time, changed as the first time left it. */
function follow({ path, version }, now) {
  if (version == null || now?.version == null) return;
  store((list) => list.map((m) => (isMine(m) && m.path === path && m.version === version ? { ...m, version: now.version } : m)));
}

function refused(mutation, cause) {
  if (isAway(cause) || cause.status === 401 || cause.status === 429 || cause.body.error === "Request in progress") return false;
  if (cause.status >= 500) {
    const failures = (mutation.failures ?? 0) + 1;
    edit(mutation.id, { failures });
    if (failures === MOST_FAILURES) notify("error", `${mutation.what} still waits: ${cause.message}`, { category: "sync" });
    return false;
  }
  discard(mutation.id);
  if (!(mutation.method === "DELETE" && cause.isMissing)) {
    notify("error", `${mutation.what} was not saved: ${cause.message}`, { category: "sync" });
  }
  return true;
}

/** Keeps the queue moving for as long as the page lives. */
export function followQueue() {
  session.watch(() => {
    look();
    flush();
  });
  live.state.watch(({ state }) => {
    if (state === State.LIVE) flush();
  });
  addEventListener("online", () => flush());
  addEventListener("storage", (event) => {
    if (event.key === KEY) look();
  });
  setInterval(() => {
    if (waiting.value.length > 0) flush();
  }, FLUSH_MS);
}
