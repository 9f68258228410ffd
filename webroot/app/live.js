/**
 * The one stream of a page: every model of the market, and the events of the user. It comes back by
 * itself and asks for what was missed.
 */

import { reconnectDelay } from "../model/widgets.js";
import { Signal } from "./signal.js";

export const State = {
  CONNECTING: "connecting",
  LIVE: "live",
  RECONNECTING: "reconnecting",
  OFFLINE: "offline",
};

/** A stream that says nothing for so long is dead: the server beats every 15 seconds. */
const SILENCE_MS = 45_000;

const WATCH_MS = 5_000;

export class Live {
  /** How the connection is: state, attempt, and since when. */
  state = new Signal({ state: State.CONNECTING, attempt: 0, since: Date.now() });

  #url;
  #names = new Map();
  #source = null;
  #attempt = 0;
  #timer = 0;
  #heard = 0;
  #lastId = "";
  #opened = false;
  #begun = 0;

  constructor(url) {
    this.#url = url;
    addEventListener("online", () => this.#retryNow());
    addEventListener("offline", () => this.#cutOff());
    setInterval(() => this.#look(), WATCH_MS);
  }

  /**
   * Hears of one kind of event: `listener(data, event)`. Beside what the server sends there are
   * "complete", when all that the server had is received, with the time at which it was asked for;
   * "reconnected", when that is not the first time; and "lost", whenever the stream ends or cannot
   * be had.
   */
  on(name, listener) {
    if (!this.#names.has(name)) {
      this.#names.set(name, new Set());
      this.#source?.addEventListener(name, this.#receive);
    }
    this.#names.get(name).add(listener);
    return () => this.#names.get(name)?.delete(listener);
  }

  open() {
    if (!this.#source) this.#retryNow();
  }

  /** Goes over to another stream; out of reach, when there is one again. */
  follow(url) {
    this.#url = url;
    if (this.#source) this.#connect();
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #connect() {
    this.#source?.close();
    // A new EventSource does not send Last-Event-ID; the server takes it from the query as well.
    const url = new URL(this.#url, location.href);
    if (this.#lastId) url.searchParams.set("last_event_id", this.#lastId);
    // One that was begun before this module was there is gone on with, after what it has brought so far.
    const begun = window.begun?.takeStream(this.#url);
    const source = begun?.source ?? new EventSource(url, { withCredentials: true });
    this.#source = source;
    this.#heard = Date.now();
    this.#begun = begun?.since ?? this.#heard;
    for (const name of this.#names.keys()) source.addEventListener(name, this.#receive);
    const connected = () => this.#connected(source);
    source.addEventListener("connected", connected);
    source.onopen = () => (this.#heard = Date.now());
    source.onerror = () => this.#lost(source);
    for (const event of begun?.events ?? []) event.type === "connected" ? connected() : this.#receive(event);
    if (source.readyState === EventSource.CLOSED) this.#lost(source);
  }

  #receive = (event) => {
    this.#heard = Date.now();
    if (event.lastEventId) this.#lastId = event.lastEventId;
    let data = event.read;
    try {
      data ??= JSON.parse(event.data);
    } catch {
      console.warn(`unreadable ${event.type} event`);
      return;
    }
    this.#tell(event.type, data, event);
  };

  #tell(name, data, event) {
    for (const listener of this.#names.get(name) ?? []) listener(data, event);
  }

  #connected(source) {
    if (source !== this.#source) return;
    const again = this.#opened;
    this.#opened = true;
    this.#heard = Date.now();
    this.#attempt = 0;
    this.#become(State.LIVE);
    this.#tell("complete", this.#begun);
    if (again) this.#tell("reconnected");
  }

  /** The browser would try again at its own pace, for ever and without jitter; we do it instead. */
  #lost(source) {
    if (source !== this.#source) return;
    source.close();
    this.#source = null;
    this.#become(navigator.onLine ? State.RECONNECTING : State.OFFLINE);
    const delay = reconnectDelay(this.#attempt++) + Math.random() * 1000;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#tell("lost");
  }

  /** Whatever still seems open is not to be trusted: what was missed is asked for afterwards. */
  #cutOff() {
    if (this.#source) this.#lost(this.#source);
    else this.#become(State.OFFLINE);
  }

  #retryNow() {
    if (this.#source?.readyState === EventSource.OPEN) return;
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#connect();
  }

  #look() {
    const source = this.#source;
    if (source?.readyState === EventSource.OPEN && Date.now() - this.#heard > SILENCE_MS) {
      this.#lost(source);
    }
  }

  #become(state) {
    const before = this.state.value;
    if (before.state === state && before.attempt === this.#attempt) return;
    this.state.value = {
      state,
      attempt: this.#attempt,
      since: before.state === state ? before.since : Date.now(),
    };
  }
}
