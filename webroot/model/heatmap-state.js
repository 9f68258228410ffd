/** The heatmap as the stream tells it: one full model, then what changes. */

/** What became of a message. */
export const Outcome = { APPLIED: "applied", IGNORED: "ignored", GAP: "gap" };

/** Versions above this are epoch milliseconds, which grow by any amount. */
const CLOCK_VERSIONS = 1e11;

export class HeatmapState {
  constructor(symbol) {
    this.symbol = symbol;
    this.version = 0;
    this.ts = 0;
    this.tiles = new Map();
    this.dtes = [];
    this.atmIv = {};
    this.complete = false;
    /** Another number whenever a tile comes or goes. */
    this.shape = 0;
  }

  /** Takes over a full model. */
  replace(model) {
    this.tiles = new Map(Object.entries(model.tiles ?? {}));
    this.version = model.version ?? 0;
    this.complete = true;
    this.shape++;
    this.#describe(model);
    return Outcome.APPLIED;
  }

  /**
   * Applies a change. One that is not newer is ignored, and so is any before the first full model.
   * One that does not build on what is held is a gap: the caller fetches the full model.
   */
  apply(diff) {
    if (!this.complete || !(diff.version > this.version)) return Outcome.IGNORED;
    if (this.#missed(diff)) return Outcome.GAP;
    const before = this.tiles.size;
    const changed = diff.changed ?? {};
    for (const key in changed) this.tiles.set(key, changed[key]);
    let moved = this.tiles.size !== before;
    for (const key of diff.removed ?? []) moved = this.tiles.delete(key) || moved;
    if (moved) this.shape++;
    this.version = diff.version;
    this.#describe(diff);
    return Outcome.APPLIED;
  }

  /** Servers that count versions by the clock name the version before; others count by one. */
  #missed(diff) {
    if (diff.prev_version != null) return diff.prev_version !== this.version;
    return this.version < CLOCK_VERSIONS && diff.version !== this.version + 1;
  }

  #describe(message) {
    this.ts = message.ts ?? this.ts;
    if (message.dtes_available) this.dtes = message.dtes_available;
    else if (message.tiles) this.dtes = [...new Set([...this.tiles.values()].map((t) => t.dte))].sort((a, b) => a - b);
    if (message.atm_iv) this.atmIv = message.atm_iv;
  }
}
