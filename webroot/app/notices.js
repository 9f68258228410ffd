/** Short messages to the user, and what is remembered of them. */

import { Signal } from "./signal.js";

const KEPT = 100;
const KEEP_MS = 24 * 3_600_000;
const SHOWN_MS = 5_000;

/** All notices of a day, newest first. */
export const notices = new Signal([]);

/** Those that lie on the screen now. */
export const toasts = new Signal([]);

let counter = 0;

/**
 * Tells the user something.
 *
 * kind: info, success, warning or error; errors stay until they are closed; action: {label, run}.
 */
export function notify(kind, text, { category = "process", action, stays = kind === "error" } = {}) {
  const notice = { id: ++counter, kind, text, category, action, at: Date.now() };
  const fresh = notices.value.filter((n) => n.at > Date.now() - KEEP_MS);
  notices.value = [notice, ...fresh].slice(0, KEPT);
  toasts.value = [...toasts.value, notice].slice(-4);
  if (!stays) setTimeout(() => dismiss(notice.id), SHOWN_MS);
  return notice.id;
}

export function dismiss(id) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export const succeeded = (text) => notify("success", text);

/** Says what went wrong, in the server's words. */
export const failed = (what, cause) => notify("error", `${what}: ${cause.message}`, { category: "api" });
