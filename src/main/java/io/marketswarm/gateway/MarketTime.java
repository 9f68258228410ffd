package io.marketswarm.gateway;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What time it is for the market, as clients are told: by which clock, how fast it runs, and what
 * the exchange is doing. A simulated or replayed market broadcasts its own.
 */
public final class MarketTime {
  private static final String KEY = "massive:clock";
  private static final String REAL = "live";
  private static final Set<String> COURSE =
      Set.of("mode", "speed", "paused", "session_date", "phase", "scenario");
  private static final Duration READ_EVERY = Duration.ofSeconds(1);

  private final MarketClock clock;
  private final RedisBus market;
  private final Vertx vertx;
  private volatile JsonObject broadcast = new JsonObject();
  private Cadence readings;

  public MarketTime(Vertx vertx, MarketClock clock, RedisBus market) {
    this.vertx = vertx;
    this.clock = clock;
    this.market = market;
  }

  public void open() {
    readings = Cadence.every(vertx, READ_EVERY, this::read);
    read();
  }

  public void close() {
    if (readings != null) {
      readings.stop();
    }
  }

  private Future<Void> read() {
    return market
        .send(Request.cmd(Command.GET).arg(KEY))
        .onSuccess(told -> broadcast = told == null ? new JsonObject() : parsed(told.toString()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private JsonObject parsed(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException unreadable) {
      return broadcast;
    }
  }

  /** Whether the market is simulated or replayed. */
  public boolean isUnreal() {
    return broadcast.containsKey("mode");
  }

  /** {@code sim}, {@code replay}, or {@code live} for the real one. */
  public String mode() {
    return broadcast.getString("mode", REAL);
  }

  public JsonObject json() {
    Instant now = clock.now();
    MarketCalendar calendar = clock.calendar();
    JsonObject json =
        new JsonObject()
            .put("mode", mode())
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
