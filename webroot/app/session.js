/** Who the user is, and what the user's tier may do. */

import { gate } from "../model/gates.js";
import { ApiError, get } from "./api.js";
import { Signal } from "./signal.js";

export const Entry = {
  UNKNOWN: "unknown",
  IN: "in",
  OUT: "out",
  BLOCKED: "blocked",
  AWAY: "away",
};

/** Whether the user is in, and who it is. */
export const session = new Signal({ entry: Entry.UNKNOWN, user: null, message: "" });

/** The profile of the database, which is there a moment later or not at all. */
export const profile = new Signal(null);

export const gates = new Signal(null);

export async function enter() {
  try {
    const user = await get("/api/auth/me", { quiet: true, begun: window.begun?.takeUser() });
    session.value = { entry: Entry.IN, user, message: "" };
    await Promise.allSettled([loadProfile(), loadGates()]);
  } catch (cause) {
    session.value = refused(cause);
  }
}

function refused(cause) {
  if (!(cause instanceof ApiError)) throw cause;
  if (cause.status === 403) return { entry: Entry.BLOCKED, user: null, message: cause.body.message };
  if (cause.status === 401) return { entry: Entry.OUT, user: null, message: "" };
  return { entry: Entry.AWAY, user: null, message: cause.message };
}

export async function loadProfile() {
  profile.value = await get("/api/profile/me");
}

export async function loadGates() {
  gates.value = await get("/api/tier-gates/config");
}

export function signedOut() {
  if (session.value.entry === Entry.IN) session.value = { entry: Entry.OUT, user: null, message: "" };
}

export const signOut = () => location.assign("/api/auth/logout?next=/");

export const userTier = () => gates.value?.user_tier ?? "observer";

/** What the user's tier has of a feature. */
export const may = (feature) => gate(gates.value, userTier(), feature);

const ADMIN = new Set(["administrator", "admin"]);

export function isAdmin() {
  const roles = session.value.user?.wp?.roles ?? [];
  return Boolean(profile.value?.is_admin) || roles.some((role) => ADMIN.has(role));
}

export const displayName = () =>
  profile.value?.display_name ?? session.value.user?.wp?.name ?? "Trader";
