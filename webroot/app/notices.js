/** Short messages to the user, and what is remembered of them. */

import { Signal } from "./signal.js";

const KEPT = 100;
const KEEP_MS = 24 * 3_600_000;
const SHOWN_MS = 5_000;
const KEY = "ms-notices";

/** What a notice can be about. */
export const CATEGORIES = ["connectivity", "api", "sync", "process", "validation", "system"];

/** The notices of a day, newest first; those of before a reload are among them once they are recalled. */
export const notices = new Signal([]);

/** Those that lie on the screen now. */
export const toasts = new Signal([]);

/** Up to when the user has looked through the notices. */
export const lookedAt = new Signal(0);

/** What went by and is not good news, since the user looked. */
export const unseen = () => recent().filter((n) => n.kind !== "success" && n.at > lookedAt.value);

let recalled = false;

/** Reads what this tab kept: not before it is needed, for the page begins without it. */
export function recall() {
  if (recalled) return;
  recalled = true;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    lookedAt.value = Math.max(lookedAt.value, kept.lookedAt ?? 0);
    notices.value = [...notices.value, ...(kept.notices ?? [])];
  } catch {
    // Whoever cannot remember begins anew.
  }
}

/** What is old is left out. */
export const recent = () => notices.value.filter((n) => n.at > Date.now() - KEEP_MS);

function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ notices: notices.value, lookedAt: lookedAt.value }));
  } catch {
    // A full or forbidden store only costs memory of the day.
  }
}

let counter = 0;

/** Keeps a notice without showing it. */
export function note(kind, text, category) {
  recall();
  const notice = { id: ++counter, kind, text, category, at: Date.now() };
  notices.value = [notice, ...recent()].slice(0, KEPT);
  keep();
  return notice;
}

/**
 * Tells the user something.
 *
 * kind: info, success, warning or error; errors stay until they are closed; action: {label, run}.
 */
export function notify(kind, text, { category = "process", action, stays = kind === "error" } = {}) {
  const { id } = note(kind, text, category);
  toasts.value = [...toasts.value, { id, kind, text, action }].slice(-4);
  if (!stays) setTimeout(() => dismiss(id), SHOWN_MS);
  return id;
}

export function dismiss(id) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** The user has seen all there is. */
export function markSeen() {
  lookedAt.value = Date.now();
  keep();
}

export function forgetNotices() {
  recalled = true;
  notices.value = [];
  keep();
}

export const succeeded = (text) => notify("success", text);

/** Says what went wrong, in the server's words. */
export const failed = (what, cause) =>
  notify("error", `${what}: ${cause.message}`, { category: cause.status === 0 ? "connectivity" : "api" });

/** Does something, says how it went, and tells whether it went well. */
export async function saved(what, work, done = "Saved") {
  try {
    await work();
    succeeded(done);
    return true;
  } catch (cause) {
    failed(what, cause);
    return false;
  }
}
