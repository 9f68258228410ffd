package io.marketswarm.service;

import io.marketswarm.log.Log;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.DayKind;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The market's time for a whole node: the wall clock, unless a simulated or replayed market
 * broadcasts its own on the market bus. Read when something is told there, and now and then, in
 * case that was missed; between two readings time runs on along the line the last one told, also
 * while the bus is away.
 */
public final class BroadcastClock implements MarketClock {
  /** Where a market that has its own time tells it: a line through wall time. */
  public static final String CLOCK_KEY = "massive:clock";

  /** Where days are told that differ from the rules, as {@code {"2026-11-25":"closed"}}. */
  public static final String CALENDAR_KEY = "massive:market:calendar";

  /** Where it is announced that one of the two was told. */
  private static final String TOLD_CHANNEL = "massive:clock:told";

  private static final Duration READ_EVERY = Duration.ofSeconds(5);

  /** Two readings of one line differ by this much at most, on the wall clock. */
  private static final long JITTER_MILLIS = 50;

  /** How long a broadcast lasts; an older one comes from a machine whose clock is off. */
  private static final long FRESH_MILLIS = 5_000;

  private static final Log LOG = Log.of("node");

  private final Vertx vertx;
  private final RedisBus market;
  private final InstantSource wall;
  private volatile Line line;
  private volatile JsonObject broadcast = new JsonObject();
  private volatile MarketCalendar calendar = MarketCalendar.us();
  private String clockText;
  private String calendarText;
  private Map<LocalDate, DayKind> decided = Map.of();
  private LocalDate sessionDate;
  private boolean reading;
  private boolean readAgain;
  private volatile Cadence readings;
  private volatile RedisBus.Subscription announcements;
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();

  public BroadcastClock(Vertx vertx, RedisBus market, InstantSource wall) {
    this.vertx = vertx;
    this.market = market;
    this.wall = wall;
  }

  /** Market time as a straight line through wall time, which stands still at speed 0. */
  private record Line(long wallAnchor, long marketAnchor, double speed) {
    long at(long wallMillis) {
      return marketAnchor + Math.round((wallMillis - wallAnchor) * speed);
    }

    boolean agreesWith(Line other, long wallMillis) {
      double slack = JITTER_MILLIS * Math.max(1, speed);
      return other != null
          && speed == other.speed
          && Math.abs(at(wallMillis) - other.at(wallMillis)) <= slack;
    }
  }

  /** Reads for the first time; never fails. On the loop of the bus, which wakes for it anyway. */
  public Future<Void> start() {
    return Future.future(
        done ->
            market
                .context()
                .runOnContext(
                    now -> {
                      announcements =
                          market.subscribe(
                              Set.of(TOLD_CHANNEL), (channel, key) -> read(), this::read);
                      readings = Cadence.every(vertx, READ_EVERY, this::read);
                      read().onComplete(done);
                    }));
  }

  public void stop() {
    if (readings != null) {
      readings.stop();
      announcements.close();
    }
  }

  /** What a market that has its own time says of it, for so long. */
  public static List<Request> tell(JsonObject time, long lastsMillis) {
    return List.of(
        Request.cmd(Command.SET).arg(CLOCK_KEY).arg(time.encode()).arg("PX").arg(lastsMillis),
        announcement());
  }

  /** From now on the market has the time of the wall clock. */
  public static List<Request> silence() {
    return List.of(Request.cmd(Command.DEL).arg(CLOCK_KEY), announcement());
  }

  /** Goes with the days that are told. */
  public static Request announcement() {
    return Request.cmd(Command.PUBLISH).arg(TOLD_CHANNEL).arg("");
  }

  @Override
  public long nowMillis() {
    Line told = line;
    long wallNow = wall.millis();
    return told == null ? wallNow : told.at(wallNow);
  }

  @Override
  public long wallMillis() {
    return wall.millis();
  }

  @Override
  public double speed() {
    Line told = line;
    return told == null ? 1 : told.speed;
  }

  @Override
  public MarketCalendar calendar() {
    return calendar;
  }

  @Override
  public boolean isSteady(Duration span) {
    return line == null && MarketClock.super.isSteady(span);
  }

  @Override
  public void follow(Runnable turned) {
    followers.add(turned);
  }

  @Override
  public void forget(Runnable turned) {
    followers.remove(turned);
  }

  @Override
  public JsonObject broadcast() {
    return broadcast.copy();
  }

  private Future<Void> read() {
    if (reading) {
      readAgain = true;
      return Future.succeededFuture();
    }
    reading = true;
    readAgain = false;
    return market
        .send(Request.cmd(Command.MGET).arg(CLOCK_KEY).arg(CALENDAR_KEY))
        .onSuccess(this::told)
        .onComplete(
            answer -> {
              reading = false;
              if (readAgain) {
                read();
              }
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private synchronized void told(Response answer) {
    String clock = text(answer.get(0));
    String days = text(answer.get(1));
    if (Objects.equals(clock, clockText) && Objects.equals(days, calendarText)) {
      return;
    }
    if (!Objects.equals(days, calendarText)) {
      calendarText = days;
      read(CALENDAR_KEY, () -> decided = days == null ? Map.of() : days(new JsonObject(days)));
    }
    if (!Objects.equals(clock, clockText)) {
      clockText = clock;
      read(CLOCK_KEY, () -> follow(clock));
    }
    calendar = calendarOf();
    followers.forEach(Runnable::run);
  }

  /** What cannot be read changes nothing. */
  private static void read(String key, Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException unreadable) {
      LOG.warn(key + " cannot be read: " + unreadable.getMessage());
    }
  }

  private static String text(Response value) {
    return value == null ? null : value.toString();
  }

  private void follow(String text) {
    if (text == null) {
      line = null;
      sessionDate = null;
      broadcast = new JsonObject();
      return;
    }
    JsonObject told = new JsonObject(text);
    String date = told.getString("session_date");
    long now = wall.millis();
    long toldAt = Math.round(number(told, "ts") * 1_000);
    Line next =
        new Line(
            Math.abs(now - toldAt) <= FRESH_MILLIS ? toldAt : now,
            (long) number(told, "now_ms"),
            told.getBoolean("paused", false) ? 0 : told.getDouble("speed", 1.0));
    sessionDate = date == null ? null : LocalDate.parse(date);
    if (!next.agreesWith(line, now)) {
      line = next;
    }
    broadcast = told;
  }

  private static double number(JsonObject told, String name) {
    if (told.getValue(name) instanceof Number found) {
      return found.doubleValue();
    }
    throw new IllegalArgumentException("it has no number " + name);
  }

  /** A market that plays a session trades on that day, whatever the rules say. */
  private MarketCalendar calendarOf() {
    Map<LocalDate, DayKind> special = new HashMap<>(decided);
    MarketCalendar known = MarketCalendar.us().withOverrides(special);
    if (sessionDate != null && !known.isTradingDay(sessionDate)) {
      special.put(sessionDate, DayKind.FULL);
      return MarketCalendar.us().withOverrides(special);
    }
    return special.isEmpty() ? MarketCalendar.us() : known;
  }

  private static Map<LocalDate, DayKind> days(JsonObject told) {
    Map<LocalDate, DayKind> days = new HashMap<>();
    for (String date : told.fieldNames()) {
      String kind = told.getString(date).toUpperCase(Locale.ROOT).replace('-', '_');
      days.put(LocalDate.parse(date), DayKind.valueOf(kind));
    }
    return days;
  }
}
