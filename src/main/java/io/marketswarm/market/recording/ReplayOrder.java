package io.marketswarm.market.recording;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What an operator can tell a replay to do. */
sealed interface ReplayOrder {
  double SLOWEST = 0.25;
  double FASTEST = 60;
  long USUAL_STEP_MILLIS = 1_000;
  long LONGEST_STEP_MILLIS = 86_400_000;

  /**
   * Go on, or begin.
   *
   * @param session empty for the one that is loaded, or else the configured or newest one
   */
  record Play(String session) implements ReplayOrder {}

  record Pause() implements ReplayOrder {}

  record Seek(long millis) implements ReplayOrder {}

  record Speed(double factor) implements ReplayOrder {}

  record Step(long millis) implements ReplayOrder {}

  record Stop() implements ReplayOrder {}

  /** Reads an order; empty when it is none, or out of bounds. */
  static Optional<ReplayOrder> parse(String text) {
    try {
      JsonObject json = new JsonObject(text);
      return switch (json.getString("cmd", "")) {
        case "play" -> Optional.of(new Play(json.getString("session", "")));
        case "pause" -> Optional.of(new Pause());
        case "seek" -> Optional.of(new Seek(json.getLong("at")));
        case "speed" -> speed(json.getDouble("speed"));
        case "step" -> step(json.getLong("step_ms", USUAL_STEP_MILLIS));
        case "stop" -> Optional.of(new Stop());
        default -> Optional.empty();
      };
    } catch (DecodeException | ClassCastException | NullPointerException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<ReplayOrder> speed(double factor) {
    return factor >= SLOWEST && factor <= FASTEST
        ? Optional.of(new Speed(factor))
        : Optional.empty();
  }

  private static Optional<ReplayOrder> step(long millis) {
    return millis > 0 && millis <= LONGEST_STEP_MILLIS
        ? Optional.of(new Step(millis))
        : Optional.empty();
  }
}
