package io.marketswarm.market.chain;

import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.model.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What is measured of the fetching of chains, for operators. */
final class ChainCounts {
  private static final long SLOW_MILLIS = 5_000;
  private static final double STALE_SECONDS = 15;
  private static final double PARTIAL_SHARE = 0.5;
  private static final double TRAILING_WEIGHT = 0.1;
  private static final long KEPT_SECONDS = 86_400;
  private static final MathContext FIVE_DIGITS = new MathContext(5);

  private enum Health {
    OK,
    PARTIAL,
    SLOW,
    EMPTY
  }

  private final Timer cycles;
  private final Counter failures;
  private final Counter leftOut;
  private final Map<String, Long> pending = new TreeMap<>();
  private final Map<String, Double> usualContracts = new TreeMap<>();
  private long refused;

  ChainCounts(MeterRegistry meters) {
    cycles = meters.timer("marketswarm.market.chain.cycles");
    failures = meters.counter("marketswarm.market.chain.failures");
    leftOut = meters.counter("marketswarm.market.chain.channels.left_out");
  }

  void ran() {
    add("runs", 1);
  }

  void failed() {
    add("errors", 1);
    failures.increment();
  }

  void notPublished() {
    add("publish_failures", 1);
  }

  /** How much of the provider's data was refused since the start. */
  void refused(long total) {
    add("bad_data", total - refused);
    refused = total;
  }

  void leftOut(int channels) {
    leftOut.increment(channels);
  }

  private void add(String field, long amount) {
    pending.merge(field, amount, Long::sum);
  }

  /** The commands that count an edition; what was counted before it is included. */
  List<Request> edition(
      ChainEdition edition, List<Harvest> harvests, long tookMillis, boolean marketOpen) {
    cycles.record(tookMillis, TimeUnit.MILLISECONDS);
    add("publish_success", 1);
    List<Request> commands = new ArrayList<>();
    for (Harvest harvest : harvests) {
      commands.addAll(quality(edition, harvest, marketOpen));
    }
    commands.addAll(take());
    commands.add(
        Request.cmd(Command.HSET)
            .arg(ChainKeys.ANALYTICS)
            .arg("latency_last_ms")
            .arg(tookMillis)
            .arg("last_snapshot_ts")
            .arg(edition.epochSecond()));
    return commands;
  }

  /** The commands for what was counted since the last of them. */
  List<Request> take() {
    List<Request> commands = new ArrayList<>();
    pending.forEach(
        (field, amount) ->
            commands.add(
                Request.cmd(Command.HINCRBY).arg(ChainKeys.ANALYTICS).arg(field).arg(amount)));
    pending.clear();
    return commands;
  }

  private List<Request> quality(ChainEdition edition, Harvest harvest, boolean marketOpen) {
    List<ChainContract> contracts = edition.chains().get(harvest.symbol());
    double range = range(contracts);
    double staleness = staleness(contracts, edition.epochMillis());
    add("total_snapshots", 1);
    add("total_contracts", contracts.size());
    add("total_fetch_latency_ms", harvest.millis());
    if (marketOpen && staleness > STALE_SECONDS) {
      add("sla_violations", 1);
    }
    List<Request> commands = new ArrayList<>();
    series(commands, edition, "fetch_latency", harvest.millis());
    series(commands, edition, "staleness", staleness);
    series(commands, edition, "strike_range", range);
    series(commands, edition, "contract_count", contracts.size());
    series(commands, edition, "contract_density", contracts.size() / range);
    String bare = harvest.symbol().replaceFirst("^I:", "");
    commands.add(increment("symbol_coverage", bare));
    commands.add(
        increment(
            "fetch_health", health(harvest, contracts.size()).name().toLowerCase(Locale.ROOT)));
    return commands;
  }

  private Health health(Harvest harvest, int contracts) {
    double usual = usualContracts.getOrDefault(harvest.symbol(), (double) contracts);
    usualContracts.put(harvest.symbol(), usual + TRAILING_WEIGHT * (contracts - usual));
    if (contracts == 0) {
      return Health.EMPTY;
    }
    if (harvest.partial() || contracts < PARTIAL_SHARE * usual) {
      return Health.PARTIAL;
    }
    return harvest.millis() > SLOW_MILLIS ? Health.SLOW : Health.OK;
  }

  private static double range(List<ChainContract> contracts) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (ChainContract contract : contracts) {
      low = Math.min(low, Ticker.strike(contract.ticker()));
      high = Math.max(high, Ticker.strike(contract.ticker()));
    }
    return high - low;
  }

  /** Seconds since the average quote, NaN without quotes. */
  private static double staleness(List<ChainContract> contracts, long nowMillis) {
    return contracts.stream()
        .filter(contract -> contract.quoteMillis() > 0)
        .mapToDouble(contract -> (nowMillis - contract.quoteMillis()) / 1_000.0)
        .average()
        .orElse(Double.NaN);
  }

  private static Request increment(String hash, String field) {
    return Request.cmd(Command.HINCRBY).arg(ChainKeys.ANALYTICS + ":" + hash).arg(field).arg(1);
  }

  private static void series(
      List<Request> commands, ChainEdition edition, String name, double value) {
    if (Double.isFinite(value)) {
      String key = ChainKeys.ANALYTICS + ":" + name;
      String member =
          BigDecimal.valueOf(value).round(FIVE_DIGITS).stripTrailingZeros().toPlainString();
      commands.add(Request.cmd(Command.ZADD).arg(key).arg(edition.epochSecond()).arg(member));
      commands.add(
          Request.cmd(Command.ZREMRANGEBYSCORE)
              .arg(key)
              .arg("-inf")
              .arg("(" + (edition.epochSecond() - KEPT_SECONDS)));
    }
  }
}
