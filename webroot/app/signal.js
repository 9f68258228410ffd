/** Values that tell when they change. */

export class Signal {
  #value;
  #watchers = new Set();

  constructor(value) {
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  set value(next) {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    this.tell();
  }

  /** Says that the value, though the same object, is not what it was. */
  tell() {
    for (const watcher of [...this.#watchers]) watcher(this.#value);
  }

  /** Calls back on every change until the returned function is called. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}

const isThere = (value) => value != null && Object.keys(value).length > 0;

/** What comes or goes together is told together. */
const TOGETHER_MS = 40;

/**
 * A signal that tells of changes of others once in so many milliseconds, and almost at once when a
 * value comes or goes; the last change is always told. All with the same pace tell at the same
 * moments, so that what watches them is drawn in one frame.
 */
export function calm(pace, ...signals) {
  const told = new Signal(0);
  let timer = 0;
  let due = Infinity;
  let last = -Infinity;
  const tell = () => {
    timer = 0;
    due = Infinity;
    last = performance.now();
    told.value++;
  };
  const tellIn = (delay, now) => {
    if (now + delay >= due) return;
    clearTimeout(timer);
    due = now + delay;
    timer = setTimeout(tell, delay);
  };
  for (const signal of signals) {
    let before = isThere(signal.value);
    signal.watch((value) => {
      const same = before === isThere(value);
      before = isThere(value);
      const now = performance.now();
      if (!same) tellIn(TOGETHER_MS, now);
      else if (timer !== 0) return;
      else if (now - last >= pace) tell();
      else tellIn(pace - (now % pace), now);
    });
  }
  return told;
}

/**
 * Keeps an element in step with signals: it is drawn again once per frame however many of them
 * change, and not at all while it is out of the page.
 */
export class Watching {
  #host;
  #signals;
  #stops = [];
  #due = 0;

  constructor(host, ...signals) {
    this.#host = host;
    this.#signals = signals;
    host.addController(this);
  }

  hostConnected() {
    const draw = () => {
      this.#due = 0;
      this.#host.requestUpdate();
    };
    const changed = () => {
      if (this.#due === 0) this.#due = requestAnimationFrame(draw);
    };
    this.#stops = this.#signals.map((signal) => signal.watch(changed));
  }

  hostDisconnected() {
    for (const stop of this.#stops) stop();
    cancelAnimationFrame(this.#due);
    this.#due = 0;
  }
}
