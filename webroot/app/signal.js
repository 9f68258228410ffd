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
