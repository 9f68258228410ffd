package io.marketswarm.sim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What goes wrong on purpose, how often and for how long. */
final class Faults {
  /** Kinds of trouble a provider makes. */
  enum Kind {
    HTTP_429,
    HTTP_500,
    LATENCY,
    WS_DROP,
    WS_GARBAGE,
    WS_STALL,
    AUTH_FAIL,
    STALE_QUOTES,
    MISSING_GREEKS;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> named(String text) {
      return Stream.of(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }

    static String names() {
      return Stream.of(values()).map(Kind::text).collect(Collectors.joining(", "));
    }
  }

  /**
   * A fault in force.
   *
   * @param rate share of what could be hit that is hit
   * @param millis how long a latency is
   * @param until end in epoch milliseconds
   * @param step the step of the session at which it began
   */
  record Active(Kind kind, double rate, long millis, long until, int step) {}

  private final Clock clock;
  private final SplittableRandom random;
  private final Map<Kind, Active> active = new EnumMap<>(Kind.class);

  Faults(Clock clock, long seed) {
    this.clock = clock;
    this.random = new SplittableRandom(seed);
  }

  void start(Kind kind, double rate, long millis, double seconds, int step) {
    long until = clock.millis() + Math.round(seconds * 1_000);
    active.put(kind, new Active(kind, rate, millis, until, step));
  }

  void clear() {
    active.clear();
  }

  /** A new session began, whose steps count from zero. */
  void sessionBegan() {
    active.replaceAll((kind, f) -> new Active(kind, f.rate, f.millis, f.until, 0));
  }

  Optional<Active> active(Kind kind) {
    Active fault = active.get(kind);
    if (fault == null) {
      return Optional.empty();
    }
    if (clock.millis() >= fault.until) {
      active.remove(kind);
      return Optional.empty();
    }
    return Optional.of(fault);
  }

  boolean isActive(Kind kind) {
    return active(kind).isPresent();
  }

  /** Whether a fault hits this time. */
  boolean strikes(Kind kind) {
    return active(kind).filter(fault -> random.nextDouble() < fault.rate).isPresent();
  }

  /** Whether a fault hits something every time, or never, as long as it lasts. */
  boolean afflicts(Kind kind, String name) {
    return active(kind).filter(fault -> share(name) < fault.rate).isPresent();
  }

  private static double share(String name) {
    return Math.floorMod(name.hashCode() * 0x9E3779B9, 10_000) / 10_000.0;
  }

  JsonArray toJson() {
    JsonArray all = new JsonArray();
    for (Kind kind : Kind.values()) {
      active(kind)
          .ifPresent(
              fault ->
                  all.add(
                      new JsonObject()
                          .put("kind", kind.text())
                          .put("rate", fault.rate)
                          .put("ms", fault.millis)
                          .put("remaining_ms", fault.until - clock.millis())));
    }
    return all;
  }
}
