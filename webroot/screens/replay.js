import { call } from "../app/api.js";
import { marketClock, marketNow } from "../app/market.js";
import { failed } from "../app/notices.js";
import { moment } from "../model/format.js";
import { icons } from "../ui/icons.js";
import { select } from "../ui/controls.js";
import { define, html, nothing, View, Watching } from "../ui/view.js";

const SPEEDS = [0.25, 0.5, 1, 2, 5, 10, 20, 60];
const TICK_MS = 1000;

/** The bar of a market that is not the real one: its time, its pace, and what happens in it. */
export class Replay extends View {
  #timer = 0;

  constructor() {
    super();
    new Watching(this, marketClock);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  render() {
    const clock = marketClock.value;
    if (!clock || (clock.mode !== "sim" && clock.mode !== "replay")) return nothing;
    const may = clock.controllable;
    return html`<div class="replay" role="region" aria-label="Market time">
      <span class="badge warn">${clock.mode === "sim" ? "Simulated market" : "Replay"}</span>
      <span class="moment">${moment(marketNow())}</span>
      ${clock.phase ? html`<span class="soft phase">${clock.phase}</span>` : nothing}
      ${may ? this.#controls(clock) : nothing}
    </div>`;
  }

  #controls(clock) {
    return html`
      <button
        class="button tiny"
        aria-label=${clock.paused ? "Resume market time" : "Pause market time"}
        @click=${() => this.#steer({ action: clock.paused ? "resume" : "pause" })}
      >
        ${clock.paused ? icons.play : icons.pause}
      </button>
      ${select(
        "Speed",
        SPEEDS.map((speed) => [speed, `${speed}×`]),
        clock.speed ?? 1,
        (speed) => this.#steer({ action: "speed", speed: Number(speed) }),
        { hidden: true },
      )}
      ${clock.scenarios?.length
        ? select(
            "Scenario",
            [...(clock.scenario ? [] : [["", "scenario…"]]), ...clock.scenarios.map((name) => [name, name.replaceAll("_", " ")])],
            clock.scenario ?? "",
            (name) => name && this.#steer({ action: "scenario", name }),
            { hidden: true },
          )
        : nothing}
    `;
  }

  async #steer(order) {
    try {
      await call("POST", "/api/market/clock", { body: order });
    } catch (cause) {
      failed("The market's clock did not follow", cause);
    }
  }
}

define("ms-replay", Replay);
