/** What the user has set, as the server keeps it for all devices. */

import { setSymbols } from "../model/structures.js";
import { data, get, put } from "./api.js";
import { saved } from "./notices.js";
import { Signal } from "./signal.js";

/** By category and key; null until it is known. */
export const settings = new Signal(null);

/** Why it is not known. */
export const trouble = new Signal(null);

settings.watch((all) => setSymbols(all?.trading?.symbol_config_registry));

let asked = null;

export function loadSettings() {
  asked ??= ask().finally(() => (asked = null));
  return asked;
}

async function ask() {
  try {
    settings.value = (await data(get("/api/settings"))) ?? {};
    trouble.value = null;
  } catch (cause) {
    trouble.value = cause;
  }
}

/** Asks unless it is known. */
export const knowSettings = () => settings.value ?? loadSettings();

export const setting = (category, key) => settings.value?.[category]?.[key];

function hold(category, key, value) {
  const all = settings.value;
  settings.value = { ...all, [category]: { ...all?.[category], [key]: value } };
}

/** What is set twice in a row arrives in that order. */
let turn = Promise.resolve();

/** Sets something: it holds at once, and goes back when it is refused. Tells whether it was kept. */
export async function set(category, key, value) {
  const before = setting(category, key);
  hold(category, key, value);
  const sent = turn.then(() => put(`/api/settings/${key}`, { value, category }));
  turn = sent.catch(() => {});
  const kept = await saved("The setting was not saved", () => sent);
  if (!kept && Object.is(setting(category, key), value)) hold(category, key, before);
  return kept;
}
