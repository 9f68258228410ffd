/** The positions of the risk graph: kept on the server, changed at once here. */

import { ApiError, data, get, patch, post, remove } from "../../app/api.js";
import { live } from "../../app/market.js";
import { failed, notify } from "../../app/notices.js";
import { Signal } from "../../app/signal.js";

/** All positions in the user's order; null until they are known. */
export const positions = new Signal(null);

/** Why they are not known. */
export const trouble = new Signal(null);

const COLOURS = ["#7c9cff", "#e879f9", "#4ade80", "#fbbf24", "#22d3ee", "#fb7185", "#a3e635", "#c084fc"];

export const nextColour = () => COLOURS[(positions.value?.length ?? 0) % COLOURS.length];

const same = (a, b) => String(a) === String(b);
const without = (id) => (positions.value ?? []).filter((p) => !same(p.id, id));

function put(position) {
  const list = positions.value ?? [];
  const at = list.findIndex((p) => same(p.id, position.id));
  if (at >= 0 && list[at].version > position.version) return;
  positions.value = at < 0 ? [...list, position] : list.map((p, i) => (i === at ? position : p));
}

export async function load() {
  try {
    positions.value = (await data(get("/api/positions"))) ?? [];
    trouble.value = null;
  } catch (cause) {
    trouble.value = cause;
  }
}

live.on("position_created", ({ position }) => position && put(position));
live.on("position_updated", ({ position }) => position && put(position));
live.on("position_deleted", ({ position }) => (positions.value = without(position.id)));
live.on("position_batch_created", load);
live.on("position_reordered", load);
live.on("reconnected", load);

/** Adds a position; it is seen at once and goes away again if the server refuses it. */
export async function add(position) {
  const draft = { visible: true, ...position, id: `temp-${Date.now()}`, version: 0, pending: true };
  positions.value = [...(positions.value ?? []), draft];
  try {
    const saved = await data(post("/api/positions", position));
    positions.value = without(draft.id);
    put(saved);
    return saved;
  } catch (cause) {
    positions.value = without(draft.id);
    refused("The position was not saved", cause);
    return null;
  }
}

/** Changes a position; what the server refuses is taken back. */
export async function change(id, changes) {
  const before = positions.value.find((p) => same(p.id, id));
  if (!before) return;
  positions.value = positions.value.map((p) => (same(p.id, id) ? { ...p, ...changes, pending: true } : p));
  try {
    const saved = await data(patch(`/api/positions/${id}`, changes, { version: before.version }));
    positions.value = [...positions.value.map((p) => (same(p.id, id) ? saved : p))];
  } catch (cause) {
    positions.value = positions.value.map((p) => (same(p.id, id) ? before : p));
    if (cause instanceof ApiError && cause.isConflict) {
      notify("warning", "Somebody changed this position meanwhile; it was loaded again");
      await load();
    } else {
      refused("The change was taken back", cause);
    }
  }
}

export async function drop(id) {
  const before = positions.value;
  positions.value = without(id);
  try {
    await remove(`/api/positions/${id}`);
  } catch (cause) {
    positions.value = before;
    refused("The position is still there", cause);
  }
}

function refused(what, cause) {
  if (!(cause instanceof ApiError)) throw cause;
  failed(what, cause);
}
