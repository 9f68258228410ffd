package io.marketswarm.journal.market;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * What time it is for the market: the wall clock, unless a simulated or replayed market tells its
 * own. Stamps of what is written follow the wall clock, not this. For one event loop.
 */
public final class MarketTime {
  private static final String KEY = "massive:clock";
  private static final long READ_MILLIS = 1_000;
  private static final Duration GOOD_FOR = Duration.ofSeconds(5);

  /** Index options of the day are still quoted until then; a trade expires with the quotes. */
  private static final LocalTime EXPIRES = LocalTime.of(16, 15);

  private final Vertx vertx;
  private final RedisBus market;
  private Duration ahead = Duration.ZERO;
  private long readAt = System.nanoTime();
  private long timer = -1;

  public MarketTime(Vertx vertx, RedisBus market) {
    this.vertx = vertx;
    this.market = market;
  }

  /** Begins to follow the market's clock. */
  public void open() {
    read();
    timer = vertx.setPeriodic(READ_MILLIS, t -> read());
  }

  public void close() {
    vertx.cancelTimer(timer);
  }

  public Instant now() {
    boolean current = System.nanoTime() - readAt < GOOD_FOR.toNanos();
    return current ? Instant.now().plus(ahead) : Instant.now();
  }

  /** Now, as the database keeps it. */
  public LocalDateTime utc() {
    return LocalDateTime.ofInstant(now(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  /** The date in New York. */
  public LocalDate today() {
    return MarketCalendar.dateOf(now());
  }

  /** The New York date of a time in UTC. */
  public static LocalDate dateOf(LocalDateTime utc) {
    return MarketCalendar.dateOf(utc.toInstant(ZoneOffset.UTC));
  }

  /** When trades that expire on a date do so, in UTC. */
  public static LocalDateTime expiry(LocalDate date) {
    return utc(MarketCalendar.at(date, EXPIRES));
  }

  /** The first moment of a New York date, in UTC. */
  public static LocalDateTime startOf(LocalDate date) {
    return utc(date.atStartOfDay(MarketCalendar.ZONE).toInstant());
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private void read() {
    market
        .send(Request.cmd(Command.GET).arg(KEY))
        .onSuccess(
            answer -> {
              ahead = answer == null ? Duration.ZERO : ahead(answer.toString());
              readAt = System.nanoTime();
            });
  }

  private static Duration ahead(String clock) {
    try {
      return new JsonObject(clock).getValue("now_ms") instanceof Number now
          ? Duration.ofMillis(now.longValue() - System.currentTimeMillis())
          : Duration.ZERO;
    } catch (DecodeException nonsense) {
      return Duration.ZERO;
    }
  }
}
