package io.marketswarm.service;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How the workers of a service on this node feel, and what else it tells, for its heartbeat.
 * Questions are registered once and asked at each beat, on the thread of the heart.
 */
public final class Vitals {
  /** How one worker feels. */
  public enum Condition {
    OK,
    DEGRADED,
    DOWN
  }

  private final Map<String, Supplier<Condition>> workers = new ConcurrentHashMap<>();
  private final Map<String, Supplier<?>> fields = new ConcurrentHashMap<>();
  private volatile String mode;

  /** How the whole service works, for example {@code live} or {@code sim}. */
  public void mode(String mode) {
    this.mode = mode;
  }

  public Optional<String> mode() {
    return Optional.ofNullable(mode);
  }

  /** Adds a worker, or replaces what is asked of it. */
  public void watch(String worker, Supplier<Condition> feeling) {
    workers.put(worker, feeling);
  }

  /** A worker that stopped in order is not missed. */
  public void forget(String worker) {
    workers.remove(worker);
  }

  /** Tells a field with every beat from now on, in place of what was told under that name. */
  public void tell(String field, Supplier<?> value) {
    fields.put(field, value);
  }

  /** What is to be told beside the feelings. */
  public Map<String, Object> told() {
    Map<String, Object> now = new TreeMap<>();
    fields.forEach((field, value) -> now.put(field, value.get()));
    return now;
  }

  /** How each worker feels now; one that cannot say is down. */
  public Map<String, Condition> conditions() {
    Map<String, Condition> now = new TreeMap<>();
    workers.forEach((worker, feeling) -> now.put(worker, ask(feeling)));
    return now;
  }

  private static Condition ask(Supplier<Condition> feeling) {
    try {
      return feeling.get();
    } catch (RuntimeException speechless) {
      return Condition.DOWN;
    }
  }
}
