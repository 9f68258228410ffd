package io.marketswarm.market;

import io.marketswarm.truth.TruthException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How the market-data service is set up, read from its variables and checked as a whole. Those that
 * say how its workers are restarted, {@code MASSIVE_RESTART_*}, {@code MASSIVE_RUN_MODE} and {@code
 * MASSIVE_FAULT_*}, are the node's to read, which supervises them.
 */
public record MassiveSettings(
    Provider provider, Spot spot, Chain chain, Stream stream, Models models, Recording recording) {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration SIMULATED_PAUSE = Duration.ofMillis(50);
  private static final long MEGABYTE = 1 << 20;

  /** Where the data comes from. */
  public enum Source {
    LIVE,
    SIM,
    REPLAY,
    OFF;

    /** Whether there is a provider to ask. */
    public boolean asks() {
      return this == LIVE || this == SIM;
    }

    /** The name in heartbeats. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the hours of the market decide how often we ask. */
  public enum Hours {
    AUTO,
    ALWAYS,
    CALENDAR_STRICT
  }

  /**
   * The provider.
   *
   * @param key never to be logged; any text will do for the simulated exchange
   */
  public record Provider(
      Source source,
      String key,
      String restBase,
      String optionsSocket,
      String stocksSocket,
      String futuresSocket,
      Hours hours) {
    /** How long to wait between two questions about the past. */
    public Duration historyPause() {
      return source == Source.LIVE ? PAUSE : SIMULATED_PAUSE;
    }

    @Override
    public String toString() {
      return "Provider[" + source + ", " + restBase + "]";
    }
  }

  /** What is polled and streamed of underlyings, and how long their trails are kept. */
  public record Spot(
      List<String> indices,
      List<String> stocks,
      List<String> streamedStocks,
      List<String> futures,
      boolean futuresEnabled,
      Duration interval,
      Duration indexTimeout,
      Duration stockTimeout,
      Duration tickTimeout,
      Duration redisTimeout,
      Duration trailWindow,
      Duration trailTtl,
      boolean aliasKeys) {

    /** The same with or without the keys of older readers. */
    public Spot withAliasKeys(boolean alias) {
      return new Spot(
          indices,
          stocks,
          streamedStocks,
          futures,
          futuresEnabled,
          interval,
          indexTimeout,
          stockTimeout,
          tickTimeout,
          redisTimeout,
          trailWindow,
          trailTtl,
          alias);
    }
  }

  /** Which contracts are followed. */
  public record Chain(
      List<String> symbols,
      Map<String, Grid> grids,
      Duration interval,
      int expirations,
      boolean snapshots,
      Duration snapshotTtl,
      boolean epochKeys,
      Duration epochTtl,
      double epochSpotPercent,
      double epochChangePercent,
      Duration epochDormant) {

    /** The grid of a symbol; those without settings of their own get the usual one. */
    public Grid grid(String symbol) {
      return grids.getOrDefault(symbol, Grid.USUAL);
    }
  }

  /**
   * How wide a chain is fetched.
   *
   * @param moveMultiple half the width in expected moves
   * @param increment points between strikes
   * @param onGridOnly whether strikes off the increment are left out
   */
  public record Grid(double moveMultiple, int increment, boolean onGridOnly) {
    static final Grid USUAL = new Grid(2.25, 5, false);
  }

  /** The stream of trades and quotes. */
  public record Stream(
      boolean enabled,
      boolean quotes,
      int maxDte,
      int maxChannelsPerSymbol,
      Duration reconnectDelay,
      int streamLength,
      int batchSize,
      Duration emitInterval,
      boolean tradeMid) {}

  /** What the models are made of and how often. */
  public record Models(
      Map<String, List<Integer>> widths,
      Set<Integer> dtes,
      double tileEpsilon,
      boolean fixedEstClose,
      Duration liveTtl,
      Duration replayTtl,
      Duration gexInterval,
      String biasSymbol,
      Duration biasInterval,
      Duration biasTtl,
      Duration selectorInterval,
      Duration selectorTtl,
      int selectorTop,
      boolean selectorTracking,
      boolean selectorByTheory,
      String journalUrl) {

    /** Widths of a symbol's spreads in points. */
    public List<Integer> widths(String symbol) {
      return widths.getOrDefault(symbol, widths.get("I:SPX"));
    }
  }

  /**
   * Recording of the market, and its replay.
   *
   * @param capture whether to record from the start
   * @param compress whether files are compressed
   * @param mostBytes of a session before a new one begins
   * @param mostSessions kept; the oldest go
   * @param underlyings whose chains and frames are recorded, by their bare names
   * @param replaySession which to replay, empty for the newest
   * @param replayTakesOver whether a replay writes the trails of the live market
   */
  public record Recording(
      boolean capture,
      boolean compress,
      long mostBytes,
      int mostSessions,
      String spotFolder,
      String chainFolder,
      String socketFolder,
      Set<String> underlyings,
      String replaySession,
      boolean replayTakesOver) {}

  /** The settings that the variables describe; every mistake is named at once. */
  public static MassiveSettings from(Map<String, String> variables) {
    Reader in = new Reader(variables);
    MassiveSettings settings =
        new MassiveSettings(
            provider(in), spot(in), chain(in), stream(in), models(in), recording(in));
    if (!in.mistakes.isEmpty()) {
      throw new TruthException(String.join("; ", in.mistakes));
    }
    return settings;
  }

  private static Provider provider(Reader in) {
    String key = in.text("MASSIVE_API_KEY", in.text("POLYGON_API_KEY", ""));
    String wanted = in.text("MASSIVE_PROVIDER", "auto").toLowerCase(Locale.ROOT);
    boolean replays = in.flag("MASSIVE_WS_REPLAY", false) && !in.flag("MASSIVE_WS_ENABLED", true);
    Source source =
        switch (wanted) {
          case "auto" -> replays ? Source.REPLAY : key.isEmpty() ? Source.SIM : Source.LIVE;
          case "live" -> Source.LIVE;
          case "sim" -> Source.SIM;
          case "replay" -> Source.REPLAY;
          case "off" -> Source.OFF;
          default -> {
            in.wrong("MASSIVE_PROVIDER", wanted, "auto, live, sim, replay or off");
            yield Source.OFF;
          }
        };
    if (source == Source.LIVE && key.isEmpty()) {
      in.wrong("MASSIVE_API_KEY", "nothing", "a key when MASSIVE_PROVIDER is live");
    }
    return new Provider(
        source,
        key.isEmpty() ? "sim" : key,
        in.text("MASSIVE_REST_BASE", "https://api.massive.com"),
        in.text("MASSIVE_WS_URL", "wss://socket.massive.com/options"),
        in.text("MASSIVE_STOCKS_WS_URL", "wss://socket.massive.com/stocks"),
        in.text("MASSIVE_FUTURES_WS_URL", "wss://socket.massive.com/futures"),
        in.choice("MASSIVE_MARKET_HOURS_MODE", Hours.AUTO, Hours.values()));
  }

  private static Spot spot(Reader in) {
    return new Spot(
        in.list("MASSIVE_SPOT_SYMBOLS", "I:SPX,I:NDX,I:VIX,I:RUT,I:XSP"),
        in.list("MASSIVE_STOCK_SYMBOLS", "SPY,QQQ"),
        in.list("MASSIVE_STOCK_WS_SYMBOLS", "AAPL,AMD,AMZN,GOOGL,META,MSFT,NVDA,TSLA,DIA,IWM"),
        in.list("MASSIVE_FUTURES_WS_SYMBOLS", "ES,MES,NQ,MNQ,RTY,YM,CL,GC"),
        in.flag("MASSIVE_FUTURES_WS_ENABLED", false),
        in.seconds("MASSIVE_SPOT_INTERVAL_SEC", 1),
        in.seconds("MASSIVE_SPOT_INDEX_TIMEOUT_SEC", 2),
        in.seconds("MASSIVE_SPOT_STOCK_TIMEOUT_SEC", 2.5),
        in.seconds("MASSIVE_SPOT_TICK_TIMEOUT_SEC", 5),
        in.seconds("MASSIVE_REDIS_OP_TIMEOUT_SEC", 1),
        in.seconds("MASSIVE_SPOT_TRAIL_WINDOW_SEC", 86_400),
        in.seconds("MASSIVE_SPOT_TRAIL_TTL_SEC", 172_800),
        in.flag("MASSIVE_MARKET_ALIAS_KEYS", true));
  }

  private static Chain chain(Reader in) {
    List<String> symbols = in.list("MASSIVE_CHAIN_SYMBOLS", "I:SPX,I:NDX");
    Grid spx =
        new Grid(
            in.number("MASSIVE_SPX_EM_MULT", 2.25),
            in.count("MASSIVE_SPX_STRIKE_INCREMENT", 5, 1, 1000),
            in.flag("MASSIVE_SPX_FILTER_STRIKES", false));
    Grid ndx =
        new Grid(
            in.number("MASSIVE_NDX_EM_MULT", 3.25),
            in.count("MASSIVE_NDX_STRIKE_INCREMENT", 10, 1, 1000),
            in.flag("MASSIVE_NDX_FILTER_STRIKES", false));
    return new Chain(
        symbols,
        Map.of("I:SPX", spx, "I:NDX", ndx),
        in.seconds("MASSIVE_CHAIN_INTERVAL_SEC", 10),
        in.count("MASSIVE_CHAIN_NUM_EXPIRATIONS", 5, 1, 100),
        in.flag("MASSIVE_CHAIN_SNAPSHOTS", false),
        in.seconds("MASSIVE_CHAIN_SNAPSHOT_TTL_SEC", 60),
        in.flag("MASSIVE_EPOCH_KEYS", true),
        in.seconds("MASSIVE_EPOCH_TTL_MINUTES", 390).multipliedBy(60),
        in.number("MASSIVE_EPOCH_SPOT_THRESHOLD_PCT", 1),
        in.number("MASSIVE_EPOCH_CHANGE_THRESHOLD_PCT", 15),
        in.seconds("MASSIVE_EPOCH_DORMANT_THRESHOLD_SEC", 5));
  }

  private static Stream stream(Reader in) {
    return new Stream(
        in.flag("MASSIVE_WS_ENABLED", true),
        in.list("MASSIVE_WS_CHANNELS", "T").contains("Q"),
        in.count("MASSIVE_WS_MAX_DTE", 0, 0, 365),
        in.count("MASSIVE_WS_MAX_CHANNELS_PER_SYMBOL", 1500, 1, 100_000),
        in.seconds("MASSIVE_WS_RECONNECT_DELAY_SEC", 5),
        in.count("MASSIVE_WS_STREAM_MAXLEN", 100_000, 100, 100_000_000),
        in.count("MASSIVE_WS_BATCH_SIZE", 1000, 1, 100_000),
        Duration.ofMillis(in.count("MASSIVE_WS_SNAPSHOT_INTERVAL_MS", 250, 20, 10_000)),
        in.flag("MASSIVE_WS_TRADE_MID", false));
  }

  private static Models models(Reader in) {
    return new Models(
        Map.of(
            "I:SPX", in.integers("MASSIVE_WIDTHS_SPX", "20,25,30,35,40,45,50"),
            "I:NDX", in.integers("MASSIVE_WIDTHS_NDX", "50,100,150,200")),
        new TreeSet<>(in.integers("MASSIVE_MODEL_DTES", "0,1,2,3,4,5,6,7,8,9,10")),
        in.number("MASSIVE_TILE_EPSILON", 0.005),
        in.flag("MASSIVE_FIXED_EST_CLOSE", false),
        in.seconds("MASSIVE_MODEL_LIVE_TTL_SEC", 259_200),
        in.seconds("MASSIVE_REPLAY_TTL_SEC", 86_400),
        in.seconds("MASSIVE_GEX_INTERVAL_SEC", 5),
        in.text("MASSIVE_BIAS_LFI_SYMBOL", "I:SPX"),
        in.seconds("MASSIVE_BIAS_LFI_INTERVAL_SEC", 5),
        in.seconds("MASSIVE_BIAS_LFI_TTL_SEC", 3600),
        in.seconds("MASSIVE_SELECTOR_INTERVAL_SEC", 1),
        in.seconds("MASSIVE_SELECTOR_TTL_SEC", 3600),
        in.count("MASSIVE_SELECTOR_TOP_N", 10, 1, 200),
        in.flag("MASSIVE_SELECTOR_TRACKING", true),
        in.text("MASSIVE_SELECTOR_PRICE", "market").equals("theo"),
        in.text("JOURNAL_API_URL", "http://localhost:3002"));
  }

  private static Recording recording(Reader in) {
    return new Recording(
        in.flag("MASSIVE_WS_CAPTURE", false),
        in.flag("MASSIVE_WS_CAPTURE_GZIP", true),
        in.count("MASSIVE_WS_CAPTURE_MAX_MB", 1024, 1, 1_000_000) * MEGABYTE,
        in.count("MASSIVE_WS_CAPTURE_SESSIONS", 10, 1, 10_000),
        in.text("MASSIVE_WS_CAPTURE_SPOT_DIR", "data/ws_captures/spot"),
        in.text("MASSIVE_WS_CAPTURE_CHAIN_DIR", "data/ws_captures/chain"),
        in.text("MASSIVE_WS_CAPTURE_WS_DIR", "data/ws_captures/ws"),
        Set.copyOf(in.list("MASSIVE_WS_CAPTURE_UNDERLYINGS", "SPX,NDX")),
        in.text("MASSIVE_REPLAY_SESSION", ""),
        in.flag("MASSIVE_REPLAY_TAKEOVER", false));
  }

  /** Reads variables and remembers what was wrong with them. */
  private static final class Reader {
    private final Map<String, String> variables;
    private final List<String> mistakes = new ArrayList<>();

    Reader(Map<String, String> variables) {
      this.variables = variables;
    }

    void wrong(String name, String found, String allowed) {
      mistakes.add(name + " is " + found + ", allowed: " + allowed);
    }

    String text(String name, String usual) {
      String value = variables.get(name);
      return value == null || value.isBlank() || value.contains("${") ? usual : value.strip();
    }

    List<String> list(String name, String usual) {
      return Arrays.stream(text(name, usual).split(","))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .distinct()
          .toList();
    }

    List<Integer> integers(String name, String usual) {
      return read(
          name,
          text(name, usual),
          text -> list(name, usual).stream().map(Integer::valueOf).toList(),
          "whole numbers with commas between",
          List.of());
    }

    boolean flag(String name, boolean usual) {
      String value = text(name, Boolean.toString(usual)).toLowerCase(Locale.ROOT);
      return switch (value) {
        case "true", "1", "yes", "on" -> true;
        case "false", "0", "no", "off" -> false;
        default -> {
          wrong(name, value, "true or false");
          yield usual;
        }
      };
    }

    double number(String name, double usual) {
      double value =
          read(name, text(name, Double.toString(usual)), Double::parseDouble, "a number", usual);
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        wrong(name, Double.toString(value), "a number from 0");
        return usual;
      }
      return value;
    }

    int count(String name, int usual, int least, int most) {
      String allowed = least + " to " + most;
      int value =
          read(name, text(name, Integer.toString(usual)), Integer::parseInt, allowed, usual);
      if (value < least || value > most) {
        wrong(name, Integer.toString(value), allowed);
        return usual;
      }
      return value;
    }

    Duration seconds(String name, double usual) {
      double seconds = number(name, usual);
      if (seconds <= 0) {
        wrong(name, Double.toString(seconds), "more than 0 seconds");
        return Duration.ofMillis(Math.round(usual * 1000));
      }
      return Duration.ofMillis(Math.round(seconds * 1000));
    }

    <E extends Enum<E>> E choice(String name, E usual, E[] values) {
      String text = text(name, usual.name()).toUpperCase(Locale.ROOT).replace('-', '_');
      for (E value : values) {
        if (value.name().equals(text)) {
          return value;
        }
      }
      wrong(name, text, Arrays.toString(values));
      return usual;
    }

    private <T> T read(
        String name, String text, Function<String, T> parse, String allowed, T usual) {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        wrong(name, text, allowed);
        return usual;
      }
    }
  }
}
