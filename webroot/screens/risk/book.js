/** The positions of the risk graph: kept on the server, changed at once here. */

import { label } from "../../model/structures.js";
import { ApiError, data, get } from "../../app/api.js";
import { live } from "../../app/market.js";
import { failed, notify } from "../../app/notices.js";
import { KEPT, onSettled, submit, waiting } from "../../app/queue.js";
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

const PATH = "/api/positions";

const waitsFor = (id) => waiting.value.filter((m) => m.path === `${PATH}/${id}`);

const asDraft = (position, id) => ({ visible: true, ...position, id, version: 0, pending: true });

/** The positions as they will be when all that waits is done. */
function toCome(list) {
  const changed = list
    .filter((p) => !waitsFor(p.id).some((m) => m.method === "DELETE"))
    .map((p) => waitsFor(p.id).reduce((now, m) => ({ ...now, ...m.body, waits: true }), p));
  const added = waiting.value.filter((m) => m.path === PATH && m.method === "POST" && m.body.positionType);
  return [...changed, ...added.map((m) => ({ ...asDraft(m.body, m.id), waits: true }))];
}

export async function load() {
  try {
    positions.value = toCome((await data(get(PATH))) ?? []);
    trouble.value = null;
  } catch (cause) {
    trouble.value = cause;
  }
}

/** Additions under way; what is told of as created meanwhile may be one of them, and waits for the answer. */
let adding = 0;
const created = [];

live.on("position_created", ({ position }) => {
  if (!position) return;
  if (adding > 0) created.push(position);
  else put(position);
});
live.on("position_updated", ({ position }) => position && put(position));
live.on("position_deleted", ({ position }) => (positions.value = without(position.id)));
live.on("position_batch_created", load);
live.on("position_reordered", load);
live.on("reconnected", load);
onSettled(() => {
  if (positions.value !== null) load();
});

const nameOf = (p) => `${p.symbol} ${p.label || label(p)}`;

const replace = (id, edit) => (positions.value = positions.value.map((p) => (same(p.id, id) ? edit(p) : p)));

/** Adds a position; it is seen at once and goes away again if the server refuses it. */
export async function add(position) {
  const draft = asDraft(position, `temp-${Date.now()}`);
  positions.value = [...(positions.value ?? []), draft];
  adding++;
  try {
    const answer = await submit(`Position ${nameOf(position)}`, "POST", PATH, position);
    if (answer === KEPT) {
      replace(draft.id, (p) => ({ ...p, waits: true }));
      return null;
    }
    positions.value = without(draft.id);
    put(answer.data);
    return answer.data;
  } catch (cause) {
    positions.value = without(draft.id);
    refused("The position was not saved", cause);
    return null;
  } finally {
    if (--adding === 0) created.splice(0).forEach(put);
  }
}

/** Changes a position; what the server refuses is taken back. */
export async function change(id, changes) {
  const before = positions.value.find((p) => same(p.id, id));
  if (!before) return;
  replace(id, (p) => ({ ...p, ...changes, pending: true }));
  try {
    const answer = await submit(`Change of ${nameOf(before)}`, "PATCH", `${PATH}/${id}`, changes, { version: before.version });
    if (answer === KEPT) {
      replace(id, (p) => ({ ...p, pending: false, waits: true }));
    } else {
      replace(id, () => answer.data);
    }
  } catch (cause) {
    replace(id, () => before);
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
  const gone = before.find((p) => same(p.id, id));
  positions.value = without(id);
  try {
    await submit(`Removal of ${nameOf(gone)}`, "DELETE", `${PATH}/${id}`);
  } catch (cause) {
    positions.value = before;
    refused("The position is still there", cause);
  }
}

function refused(what, cause) {
  if (!(cause instanceof ApiError)) throw cause;
  failed(what, cause);
}
