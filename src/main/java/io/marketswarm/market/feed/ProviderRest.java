package io.marketswarm.market.feed;

import io.marketswarm.market.feed.ProviderException.Trouble;
import io.marketswarm.market.model.MarketCalendar.DayKind;
import io.marketswarm.market.model.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The provider's REST API, as far as it is used. Futures fail with {@link ProviderException}; what
 * is wrong with single items is left out and counted. To be used from one context.
 */
public final class ProviderRest {
  private static final int ITEMS_PER_PAGE = 250;
  private static final int CONTRACTS_PER_PAGE = 1_000;
  private static final int BARS_PER_PAGE = 50_000;

  private final RestClient rest;
  private final Manner manner;
  private final Flaws flaws;
  private final SnapshotReader snapshots;
  private final ReferenceReader references;

  public ProviderRest(Vertx vertx, ProviderDirectory directory, MeterRegistry meters) {
    this(new RestClient(vertx, directory, meters), Manner.LIVE, new Flaws(meters));
  }

  private ProviderRest(RestClient rest, Manner manner, Flaws flaws) {
    this.rest = rest;
    this.manner = manner;
    this.flaws = flaws;
    this.snapshots = new SnapshotReader(flaws);
    this.references = new ReferenceReader(flaws);
  }

  /** The same connections, asked in another manner. */
  public ProviderRest in(Manner other) {
    return new ProviderRest(rest, other, flaws);
  }

  /** The present values of indices, those the provider has, in one request. */
  public Future<List<IndexQuote>> indices(Collection<String> symbols) {
    String query =
        Query.of("/v3/snapshot")
            .with("ticker.any_of", String.join(",", symbols))
            .with("limit", ITEMS_PER_PAGE)
            .toString();
    return rest.get(query, manner).map(snapshots::indices);
  }

  /** The day of a stock, empty before its first trade. */
  public Future<Optional<StockQuote>> stock(String symbol) {
    String path = "/v2/snapshot/locale/us/markets/stocks/tickers/" + Query.part(symbol);
    return rest.get(path, manner).map(snapshots::stock);
  }

  /** The dates, both included, on which options on an underlying expire. */
  public Future<SortedSet<LocalDate>> expirations(String underlying, LocalDate from, LocalDate to) {
    return expirations(underlying, from, to, 0, Double.POSITIVE_INFINITY);
  }

  /** Likewise, looking only at strikes in a range, which takes far fewer pages. */
  public Future<SortedSet<LocalDate>> expirations(
      String underlying, LocalDate from, LocalDate to, double lowStrike, double highStrike) {
    Query query =
        Query.of("/v3/reference/options/contracts")
            .with("underlying_ticker", bare(underlying))
            .with("expired", false)
            .with("expiration_date.gte", from)
            .with("expiration_date.lte", to);
    if (lowStrike > 0) {
      query.with("strike_price.gte", lowStrike);
    }
    if (highStrike < Double.POSITIVE_INFINITY) {
      query.with("strike_price.lte", highStrike);
    }
    query.with("limit", CONTRACTS_PER_PAGE).with("sort", "expiration_date").with("order", "asc");
    SortedSet<LocalDate> dates = new TreeSet<>();
    return pages(query, body -> references.expirations(body, dates)).map(v -> dates);
  }

  /** The contracts of one expiry with strikes in a range, both included, ascending by ticker. */
  public Future<List<ChainContract>> chain(
      String underlying, LocalDate expiry, double lowStrike, double highStrike) {
    Query query =
        Query.of("/v3/snapshot/options/" + Query.part(underlying))
            .with("expiration_date", expiry)
            .with("strike_price.gte", lowStrike)
            .with("strike_price.lte", highStrike)
            .with("limit", ITEMS_PER_PAGE);
    Map<Long, ChainContract> found = new TreeMap<>();
    ContractReader reader = new ContractReader(flaws);
    return pages(
            query,
            body ->
                Envelope.read(
                    body,
                    "results",
                    in ->
                        reader
                            .read(in, body)
                            .filter(contract -> belongs(contract, underlying, expiry))
                            .ifPresent(contract -> add(contract, found))))
        .map(v -> new ArrayList<>(found.values()));
  }

  private boolean belongs(ChainContract contract, String underlying, LocalDate expiry) {
    long ticker = contract.ticker();
    boolean ours =
        Ticker.root(ticker).symbol().equals(underlying)
            && Ticker.epochDay(ticker) == expiry.toEpochDay();
    if (!ours) {
      flaws.found(Flaw.STRAY);
    }
    return ours;
  }

  private void add(ChainContract contract, Map<Long, ChainContract> into) {
    if (into.put(contract.ticker(), contract) != null) {
      flaws.found(Flaw.DUPLICATE);
    }
  }

  /** Minute bars from one date to another, both included, in order of time. */
  public Future<List<PriceBar>> minuteBars(String ticker, LocalDate from, LocalDate to) {
    return bars(ticker, "minute", from, to, BARS_PER_PAGE);
  }

  /** The close of a day, empty when there was no trading. */
  public Future<OptionalDouble> dayClose(String ticker, LocalDate date) {
    return bars(ticker, "day", date, date, 1)
        .map(
            bars ->
                bars.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(bars.get(0).close()));
  }

  private Future<List<PriceBar>> bars(
      String ticker, String unit, LocalDate from, LocalDate to, int limit) {
    Query query =
        Query.of(
                "/v2/aggs/ticker/%s/range/1/%s/%s/%s".formatted(Query.part(ticker), unit, from, to))
            .with("sort", "asc")
            .with("limit", limit);
    List<PriceBar> bars = new ArrayList<>();
    return pages(query, body -> snapshots.bars(body, bars))
        .map(v -> bars)
        .recover(cause -> isAbsent(cause) ? Future.succeededFuture(bars) : failed(cause));
  }

  /** What the market is doing, as the provider sees it. */
  public Future<MarketStatus> marketStatus() {
    return rest.get("/v1/marketstatus/now", manner).map(references::status);
  }

  /** The coming days on which stocks do not trade as usual. */
  public Future<Map<LocalDate, DayKind>> upcoming() {
    return rest.get("/v1/marketstatus/upcoming", manner).map(references::upcoming);
  }

  /** How often something was wrong with the data. */
  public long flaws(Flaw flaw) {
    return flaws.count(flaw);
  }

  /** How often anything was. */
  public long flaws() {
    return flaws.total();
  }

  public Future<Void> close() {
    return rest.close();
  }

  private Future<Void> pages(Query query, java.util.function.Function<byte[], Envelope> reader) {
    return new Pages(rest, manner, flaws, reader).from(query.toString());
  }

  private static boolean isAbsent(Throwable cause) {
    return cause instanceof ProviderException failure && failure.trouble() == Trouble.NOT_FOUND;
  }

  private static <T> Future<T> failed(Throwable cause) {
    return Future.failedFuture(cause);
  }

  /** Listed contracts know their underlying by its bare name. */
  private static String bare(String symbol) {
    return symbol.startsWith("I:") ? symbol.substring(2) : symbol;
  }
}
