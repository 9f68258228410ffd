package io.marketswarm.market.chain;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Mirrors in Redis the spans of time in which a chain stays about the same. A new one begins when
 * the chain, the underlying or age give reason to look at everything afresh.
 */
final class Epochs {
  private static final String ACTIVE = "epoch:active";
  private static final String META = "epoch:meta:";
  private static final String TIMELINE = "epoch:timeline:";
  private static final String DIRTY = "epoch:dirty";
  private static final String CLEAN = "epoch:clean";
  private static final int TIMELINE_LENGTH = 200;
  private static final long KEPT_SECONDS = 86_400;
  private static final int HASH_DIGITS = 4;
  private static final double PERCENT = 100;

  /** Why an epoch began. */
  enum Reason {
    FIRST_CHAIN,
    EXPIRATIONS,
    GEOMETRY,
    SPOT,
    AGE,
    DORMANCY
  }

  private final MassiveSettings.Chain settings;
  private final Map<String, Epoch> active = new HashMap<>();
  private final Map<String, Deque<String>> timelines = new HashMap<>();
  private boolean forced;

  private static final class Epoch {
    private final String id;
    private final long createdMillis;
    private final Set<String> tickers;
    private final Set<Integer> expiries;
    private final double spot;
    private int dormant;
    private boolean stirred;

    Epoch(String id, long createdMillis, Chain chain) {
      this.id = id;
      this.createdMillis = createdMillis;
      this.tickers = chain.tickers;
      this.expiries = chain.expiries;
      this.spot = chain.spot;
    }
  }

  private record Chain(
      String symbol, TreeSet<String> tickers, Set<Integer> expiries, int strikes, double spot) {
    static Chain of(String symbol, List<ChainContract> contracts, double spot) {
      return new Chain(
          symbol,
          contracts.stream()
              .map(ChainContract::name)
              .collect(Collectors.toCollection(TreeSet::new)),
          contracts.stream().map(c -> Ticker.epochDay(c.ticker())).collect(Collectors.toSet()),
          (int) contracts.stream().map(c -> Ticker.strikeMillis(c.ticker())).distinct().count(),
          spot);
    }

    String bare() {
      return Epochs.bare(symbol);
    }

    String hash() {
      try {
        byte[] text = String.join(",", tickers).getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-1", e);
      }
    }
  }

  Epochs(MassiveSettings.Chain settings) {
    this.settings = settings;
  }

  /** Learns of the epochs of earlier owners, so that the next one comes after them. */
  Future<Void> restore(RedisBus market, List<String> symbols) {
    return market
        .batch(
            symbols.stream()
                .map(
                    symbol ->
                        Request.cmd(Command.LRANGE).arg(TIMELINE + bare(symbol)).arg(0).arg(-1))
                .toList())
        .map(
            answers -> {
              for (int i = 0; i < symbols.size(); i++) {
                Deque<String> timeline = timeline(symbols.get(i));
                timeline.clear();
                answers.get(i).forEach(id -> timeline.addLast(id.toString()));
              }
              return null;
            });
  }

  private Deque<String> timeline(String symbol) {
    return timelines.computeIfAbsent(symbol, s -> new ArrayDeque<>());
  }

  private static String bare(String symbol) {
    return symbol.replaceFirst("^I:", "");
  }

  /** The market is open and no tick came for some time: the commands that say so. */
  List<Request> dormant() {
    List<Request> commands = new ArrayList<>();
    for (Epoch epoch : active.values()) {
      epoch.dormant++;
      commands.add(
          Request.cmd(Command.HSET).arg(META + epoch.id).arg("dormant_count").arg(epoch.dormant));
    }
    return commands;
  }

  /** Ticks come: the commands that say so, for epochs that had none. */
  List<Request> stirred() {
    List<Request> commands = new ArrayList<>();
    for (Epoch epoch : active.values()) {
      if (epoch.dormant > 0) {
        epoch.dormant = 0;
        commands.add(Request.cmd(Command.HSET).arg(META + epoch.id).arg("dormant_count").arg(0));
      }
      if (!epoch.stirred) {
        epoch.stirred = true;
        commands.add(updates(epoch, 1));
      }
    }
    return commands;
  }

  /** The next edition begins new epochs in any case. */
  void force() {
    forced = true;
  }

  /** The commands for the epochs that an edition begins. */
  List<Request> edition(ChainEdition edition, Map<String, Double> spots, long nowMillis) {
    List<Request> commands = new ArrayList<>();
    edition
        .chains()
        .forEach(
            (symbol, contracts) -> {
              if (!contracts.isEmpty()) {
                double spot = spots.getOrDefault(symbol, Double.NaN);
                Chain chain = Chain.of(symbol, contracts, spot);
                Reason reason = reason(active.get(symbol), chain, nowMillis);
                if (reason != null) {
                  commands.addAll(begin(chain, reason, edition, nowMillis));
                }
              }
            });
    forced = false;
    return commands;
  }

  private Reason reason(Epoch epoch, Chain chain, long nowMillis) {
    if (epoch == null) {
      return Reason.FIRST_CHAIN;
    }
    if (forced) {
      return Reason.DORMANCY;
    }
    if (!epoch.expiries.equals(chain.expiries)) {
      return Reason.EXPIRATIONS;
    }
    double changed = Delta.between(epoch.tickers, chain.tickers).size();
    if (changed / chain.tickers.size() * PERCENT >= settings.epochChangePercent()) {
      return Reason.GEOMETRY;
    }
    if (Math.abs(chain.spot / epoch.spot - 1) * PERCENT >= settings.epochSpotPercent()) {
      return Reason.SPOT;
    }
    long age = Math.abs(nowMillis - epoch.createdMillis);
    return age >= settings.epochTtl().toMillis() ? Reason.AGE : null;
  }

  private List<Request> begin(Chain chain, Reason reason, ChainEdition edition, long nowMillis) {
    String hash = chain.hash();
    long second = Math.floorDiv(nowMillis, 1_000);
    String id = chain.bare() + ":" + second + ":" + hash.substring(0, HASH_DIGITS);
    String before = timeline(chain.symbol).peekLast();
    Epoch epoch = new Epoch(id, nowMillis, chain);
    active.put(chain.symbol, epoch);
    List<Request> commands = new ArrayList<>();
    commands.add(Request.cmd(Command.HSET).arg(ACTIVE).arg(chain.bare()).arg(id));
    commands.add(
        Request.cmd(Command.HSET)
            .arg(META + id)
            .arg("created_ts")
            .arg(second)
            .arg("symbol")
            .arg(chain.symbol)
            .arg("strike_count")
            .arg(chain.strikes)
            .arg("contract_count")
            .arg(chain.tickers.size())
            .arg("geometry_hash")
            .arg(hash)
            .arg("geometry_version")
            .arg(edition.version())
            .arg("dormant_count")
            .arg(0)
            .arg("forced_dirty")
            .arg(reason == Reason.DORMANCY ? 1 : 0)
            .arg("reason")
            .arg(reason.name().toLowerCase(Locale.ROOT)));
    commands.add(Request.cmd(Command.EXPIRE).arg(META + id).arg(KEPT_SECONDS));
    commands.add(updates(epoch, 0));
    commands.addAll(record(chain, id));
    commands.add(Request.cmd(Command.SADD).arg(DIRTY).arg(id));
    if (before != null && !before.equals(id)) {
      commands.add(Request.cmd(Command.SMOVE).arg(DIRTY).arg(CLEAN).arg(before));
    }
    return commands;
  }

  private static Request updates(Epoch epoch, int had) {
    return Request.cmd(Command.SET)
        .arg("epoch:" + epoch.id + ":had_ws_updates")
        .arg(had)
        .arg("EX")
        .arg(KEPT_SECONDS);
  }

  /** Epochs that fall off the timeline are forgotten elsewhere too. */
  private List<Request> record(Chain chain, String id) {
    String key = TIMELINE + chain.bare();
    List<Request> commands = new ArrayList<>();
    commands.add(Request.cmd(Command.RPUSH).arg(key).arg(id));
    commands.add(Request.cmd(Command.LTRIM).arg(key).arg(-TIMELINE_LENGTH).arg(-1));
    Deque<String> timeline = timeline(chain.symbol);
    timeline.addLast(id);
    if (timeline.size() > TIMELINE_LENGTH) {
      String oldest = timeline.removeFirst();
      commands.add(Request.cmd(Command.SREM).arg(CLEAN).arg(oldest));
    }
    return commands;
  }
}
