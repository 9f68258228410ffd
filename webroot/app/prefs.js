/** What a browser remembers of its user. */

import { Signal } from "./signal.js";

const THEMES = ["dark", "light", "auto"];
const SIZES = ["compact", "normal", "comfortable"];
const CONTRASTS = ["low", "normal", "high"];

function load(key, fallback) {
  try {
    const text = localStorage.getItem(key);
    return text == null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

/** A remembered value; other tabs hear of its changes. */
export class Remembered extends Signal {
  constructor(key, fallback) {
    super(load(key, fallback));
    this.watch((value) => {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A full or forbidden store only costs memory of the choice.
      }
    });
    addEventListener("storage", (event) => {
      if (event.key === key) this.value = load(key, fallback);
    });
  }
}

export const theme = new Remembered("ms-pref-theme", "dark");
export const textSize = new Remembered("ms-pref-text-size", "normal");
export const contrast = new Remembered("ms-pref-contrast", "normal");
export const indicatorsVisible = new Remembered("ms-pref-indicators-visible", true);
export const priceLocked = new Remembered("riskGraph_priceLocked", {});

const prefersLight = matchMedia("(prefers-color-scheme: light)");

/** The theme that is really shown. */
export const shownTheme = new Signal("dark");

function apply() {
  const root = document.documentElement;
  const chosen = THEMES.includes(theme.value) ? theme.value : "dark";
  const shown = chosen === "auto" ? (prefersLight.matches ? "light" : "dark") : chosen;
  root.dataset.theme = shown;
  root.dataset.textSize = SIZES.includes(textSize.value) ? textSize.value : "normal";
  root.dataset.contrast = CONTRASTS.includes(contrast.value) ? contrast.value : "normal";
  root.style.colorScheme = shown;
  shownTheme.value = shown;
}

/** Puts the choices onto the page, now and whenever they change. */
export function applyAppearance() {
  for (const choice of [theme, textSize, contrast]) choice.watch(apply);
  prefersLight.addEventListener("change", apply);
  apply();
}
