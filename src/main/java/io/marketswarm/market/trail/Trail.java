package io.marketswarm.market.trail;

import io.marketswarm.market.model.MinuteBar;
import io.marketswarm.market.model.TrailPoint;
import io.marketswarm.market.wire.BarJson;
import io.marketswarm.market.wire.TrailReader;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The trail and the minute bars of one symbol, as they are read and written. */
public final class Trail {
  /** Bars reach back a day further than any request for candles. */
  public static final int BARS_WINDOW_SECONDS = 8 * 86_400;

  private static final int SECONDS_PER_MINUTE = 60;

  private final RedisBus market;
  private final String symbol;
  private final Archive archive;

  public Trail(RedisBus market, String symbol) {
    this(market, symbol, Archive.LIVE);
  }

  public Trail(RedisBus market, String symbol, Archive archive) {
    this.market = market;
    this.symbol = symbol;
    this.archive = archive;
  }

  /** A row as it is stored; those whose value is no number have no point and are left out. */
  public record Row(String member, TrailPoint point) {}

  public String symbol() {
    return symbol;
  }

  /** The key of its rows. */
  public String key() {
    return archive.trail(symbol);
  }

  private String barsKey() {
    return archive.bars(symbol);
  }

  /** The commands that forget everything from a moment on, epoch seconds. */
  public List<Request> forgetFrom(double seconds) {
    long minute = Math.floorDiv((long) Math.floor(seconds), SECONDS_PER_MINUTE);
    return List.of(
        Request.cmd(Command.ZREMRANGEBYSCORE).arg(key()).arg(score(seconds)).arg("+inf"),
        Request.cmd(Command.ZREMRANGEBYSCORE)
            .arg(barsKey())
            .arg(minute * SECONDS_PER_MINUTE)
            .arg("+inf"));
  }

  /** The readable rows between two scores, the first included, the second not; so many at most. */
  public Future<List<Row>> rows(double from, double before, int most) {
    return market
        .send(
            Request.cmd(Command.ZRANGE)
                .arg(key())
                .arg(score(from))
                .arg("(" + score(before))
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(0)
                .arg(most)
                .arg("WITHSCORES"))
        .map(Trail::readable);
  }

  private static List<Row> readable(Response scored) {
    List<Row> rows = new ArrayList<>(scored.size());
    for (Response row : scored) {
      String member = row.get(0).toString();
      TrailReader.read(member, row.get(1).toDouble())
          .ifPresent(point -> rows.add(new Row(member, point)));
    }
    return rows;
  }

  /** The question how many rows lie between two scores, the first included, the second not. */
  Request count(double from, double before) {
    return Request.cmd(Command.ZCOUNT).arg(key()).arg(score(from)).arg("(" + score(before));
  }

  Request countBars(long from, long before) {
    return Request.cmd(Command.ZCOUNT).arg(barsKey()).arg(from).arg("(" + before);
  }

  /** The command that forgets bars older than any reader needs. */
  static Request trimBars(String symbol, long nowSeconds) {
    return Request.cmd(Command.ZREMRANGEBYSCORE)
        .arg(SpotKeys.bars(symbol))
        .arg(0)
        .arg(nowSeconds - BARS_WINDOW_SECONDS);
  }

  /** The stored bars between two minutes, the first included, the second not. */
  public Future<List<MinuteBar>> bars(long from, long before) {
    return market
        .send(Request.cmd(Command.ZRANGE).arg(barsKey()).arg(from).arg("(" + before).arg("BYSCORE"))
        .map(
            members -> {
              List<MinuteBar> bars = new ArrayList<>(members.size());
              members.forEach(member -> BarJson.read(member.toString()).ifPresent(bars::add));
              return bars;
            });
  }

  /** Replaces the bars of some minutes. */
  public List<Request> store(List<MinuteBar> bars) {
    if (bars.isEmpty()) {
      return List.of();
    }
    List<Request> commands = new ArrayList<>(bars.size() + 2);
    Request add = Request.cmd(Command.ZADD).arg(barsKey());
    for (MinuteBar bar : bars) {
      commands.add(
          Request.cmd(Command.ZREMRANGEBYSCORE).arg(barsKey()).arg(bar.time()).arg(bar.time()));
      add.arg(bar.time()).arg(text(BarJson.BAR.bytes(bar)));
    }
    commands.add(add);
    commands.add(Request.cmd(Command.EXPIRE).arg(barsKey()).arg(BARS_WINDOW_SECONDS));
    return commands;
  }

  /** A score as Redis takes it, with no more digits than it has. */
  public static String score(double seconds) {
    return BigDecimal.valueOf(Math.round(seconds * 1_000), 3).stripTrailingZeros().toPlainString();
  }

  static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
