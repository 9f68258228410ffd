package io.marketswarm.gateway;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.service.MarketClock;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What time it is for the market, as clients are told: by which clock, how fast it runs, and what
 * the exchange is doing. A simulated or replayed market broadcasts its own.
 */
public final class MarketTime {
  private static final String REAL = "live";
  private static final Set<String> COURSE =
      Set.of("mode", "speed", "paused", "session_date", "phase", "scenario");

  private final MarketClock clock;

  public MarketTime(MarketClock clock) {
    this.clock = clock;
  }

  /** The clock all this is read from. */
  public MarketClock clock() {
    return clock;
  }

  /** Whether the market is simulated or replayed. */
  public boolean isUnreal() {
    return clock.broadcast().containsKey("mode");
  }

  /** {@code sim}, {@code replay}, or {@code live} for the real one. */
  public String mode() {
    return clock.broadcast().getString("mode", REAL);
  }

  public JsonObject json() {
    Instant now = clock.now();
    JsonObject broadcast = clock.broadcast();
    MarketCalendar calendar = clock.calendar();
    JsonObject json =
        new JsonObject()
            .put("mode", broadcast.getString("mode", REAL))
            .put("now_ms", clock.nowMillis())
            .put("speed", clock.speed() == 0 ? broadcast.getDouble("speed", 1.0) : clock.speed())
            .put("paused", clock.speed() == 0)
            .put("session_date", clock.today().toString())
            .put("phase", clock.phase().name().toLowerCase(Locale.ROOT))
            .put("next_open", calendar.nextOpen(now).toString())
            .put("next_close", calendar.nextClose(now).toString())
            .put("early_close", calendar.isEarlyClose(clock.today()))
            .put("ts", clock.wallMillis() / 1_000.0);
    String scenario = broadcast.getString("scenario");
    return scenario == null ? json : json.put("scenario", scenario);
  }

  /** Whether one tells nothing that does not follow from the other and the time between. */
  public static boolean isSameCourse(JsonObject one, JsonObject other) {
    return COURSE.stream()
        .allMatch(field -> Objects.equals(one.getValue(field), other.getValue(field)));
  }
}
