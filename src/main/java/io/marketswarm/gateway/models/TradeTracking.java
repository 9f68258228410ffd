package io.marketswarm.gateway.models;

import io.marketswarm.market.model.RankRecord;
import io.marketswarm.market.model.TrackingStats;
import io.marketswarm.market.wire.IdeaJson;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How the ideas of the trade selector have done, as its tracker keeps them. */
final class TradeTracking {
  private static final String PREFIX = "massive:selector:tracking:";
  private static final String ACTIVE = PREFIX + "active";
  private static final String HISTORY = PREFIX + "history";
  private static final String STATS = PREFIX + "stats";
  private static final String TOTALS = PREFIX + "totals";
  private static final int RANKS = 10;

  private final RedisBus market;

  TradeTracking(RedisBus market) {
    this.market = market;
  }

  Future<Model> stats() {
    return market
        .batch(
            List.of(
                Request.cmd(Command.HVALS).arg(ACTIVE),
                Request.cmd(Command.LLEN).arg(HISTORY),
                Request.cmd(Command.HGETALL).arg(STATS),
                Request.cmd(Command.HGETALL).arg(TOTALS)))
        .map(TradeTracking::stats);
  }

  private static Model stats(List<Response> answers) {
    List<Buffer> active = buffers(answers.get(0));
    Response totals = answers.get(3);
    TrackingStats stats =
        new TrackingStats(
            active.size(),
            answers.get(1).toLong(),
            total(totals, "total_current_pnl", active, "current_pnl"),
            total(totals, "total_max_pnl", active, "max_pnl"),
            ranks(answers.get(2)));
    return new Model(Buffer.buffer(IdeaJson.STATS.bytes(stats)));
  }

  /** What the tracker has summed up, or else the sum over what is active. */
  private static double total(Response totals, String summed, List<Buffer> active, String field) {
    double known = number(totals, summed);
    return Double.isFinite(known)
        ? known
        : active.stream()
            .mapToDouble(trade -> TopFields.of(trade, field).number(field))
            .filter(Double::isFinite)
            .sum();
  }

  private static List<RankRecord> ranks(Response stats) {
    List<RankRecord> ranks = new ArrayList<>();
    for (int rank = 1; rank <= RANKS; rank++) {
      String prefix = "rank" + rank + ":";
      long count = Math.round(orZero(number(stats, prefix + "count")));
      if (count > 0) {
        ranks.add(
            new RankRecord(
                rank,
                count,
                Math.round(orZero(number(stats, prefix + "wins"))),
                orZero(number(stats, prefix + "total_pnl")),
                orZero(number(stats, prefix + "total_max_pnl"))));
      }
    }
    return ranks;
  }

  /** The youngest first. */
  Future<Model> active(int limit) {
    return market
        .send(Request.cmd(Command.HVALS).arg(ACTIVE))
        .map(
            trades -> {
              List<Buffer> sorted =
                  buffers(trades).stream()
                      .sorted(Comparator.comparingDouble(TradeTracking::entry).reversed())
                      .toList();
              List<Buffer> shown = sorted.subList(0, Math.min(limit, sorted.size()));
              return model(Splice.object(1_024).field("count", shown.size()), sorted.size(), shown);
            });
  }

  /** The last settled first. */
  Future<Model> history(int limit) {
    return market
        .send(Request.cmd(Command.LRANGE).arg(HISTORY).arg(0).arg(limit - 1))
        .map(
            trades -> {
              List<Buffer> shown = buffers(trades);
              return new Model(
                  Splice.object(1_024)
                      .field("count", shown.size())
                      .raw("trades", Splice.array(shown))
                      .end());
            });
  }

  private static Model model(Splice object, int total, List<Buffer> shown) {
    return new Model(object.field("total", total).raw("trades", Splice.array(shown)).end());
  }

  private static double entry(Buffer trade) {
    return TopFields.of(trade, "entry_ts").number("entry_ts");
  }

  private static List<Buffer> buffers(Response values) {
    return values.stream().map(Response::toBuffer).filter(JsonCheck::isSound).toList();
  }

  /** NaN when the field is missing or no number. */
  private static double number(Response hash, String field) {
    Response value = hash.get(field);
    try {
      return value == null ? Double.NaN : Double.parseDouble(value.toString());
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  private static double orZero(double number) {
    return Double.isFinite(number) ? number : 0;
  }
}
