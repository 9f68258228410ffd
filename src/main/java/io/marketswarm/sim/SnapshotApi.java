package io.marketswarm.sim;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.sim.core.Instrument;
import io.marketswarm.sim.core.Instrument.Kind;
import io.marketswarm.sim.core.Market;
import io.marketswarm.sim.core.OptionListing;
import io.marketswarm.sim.core.OptionQuery;
import io.marketswarm.sim.core.OptionSnapshot;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The state of instruments and of option chains at this moment. */
final class SnapshotApi {
  private static final int USUAL_LIMIT = 10;
  private static final int MOST = 250;

  private final Exchange exchange;
  private final Replies replies;

  SnapshotApi(Exchange exchange, Replies replies) {
    this.exchange = exchange;
    this.replies = replies;
  }

  void mount(Router router) {
    router.get("/v3/snapshot").handler(this::universal);
    router.get("/v3/snapshot/options/:underlying").handler(this::chain);
    router.get("/v3/snapshot/options/:underlying/:contract").handler(this::contract);
    router.get("/v2/snapshot/locale/us/markets/stocks/tickers/:ticker").handler(this::stock);
  }

  private void universal(RoutingContext ctx) {
    Parameters parameters = Parameters.of(ctx);
    boolean ascending = parameters.ascending();
    int limit = parameters.limit(USUAL_LIMIT, MOST);
    parameters.parsed("sort", SnapshotApi::onlyByTicker, "ticker");
    Comparator<String> order = ascending ? Comparator.naturalOrder() : Comparator.reverseOrder();
    List<String> remaining =
        wanted(parameters).stream()
            .sorted(order)
            .filter(t -> parameters.after().map(last -> order.compare(t, last) > 0).orElse(true))
            .toList();
    List<String> page = remaining.subList(0, Math.min(limit, remaining.size()));
    replies.ok(
        ctx,
        json -> {
          json.writeArrayFieldStart("results");
          for (String ticker : page) {
            universalItem(json, ticker);
          }
          json.writeEndArray();
          if (page.size() < remaining.size()) {
            json.writeStringField("next_url", parameters.nextUrl(page.get(page.size() - 1)));
          }
        });
  }

  private static String onlyByTicker(String sort) {
    if (!sort.equals("ticker")) {
      throw new IllegalArgumentException(sort);
    }
    return sort;
  }

  private List<String> wanted(Parameters parameters) {
    List<String> any = parameters.list("ticker.any_of");
    if (any.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " tickers in ticker.any_of");
    }
    any.addAll(parameters.list("ticker"));
    Optional<Kind> kind = parameters.parsed("type", SnapshotApi::kind, Optional.empty());
    return any.isEmpty() ? everything(kind) : any.stream().distinct().toList();
  }

  private List<String> everything(Optional<Kind> kind) {
    return exchange.market().universe().all().stream()
        .filter(instrument -> instrument.kind() != Kind.FUTURE)
        .filter(instrument -> kind.isEmpty() || kind.get() == instrument.kind())
        .map(Instrument::symbol)
        .toList();
  }

  private static Optional<Kind> kind(String type) {
    return switch (type) {
      case "indices" -> Optional.of(Kind.INDEX);
      case "stocks" -> Optional.of(Kind.STOCK);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private void universalItem(JsonGenerator json, String ticker) throws IOException {
    Market market = exchange.market();
    OptionalInt instrument = market.universe().indexOf(ticker);
    OptionalInt option = market.day().listing().find(ticker);
    if (option.isPresent()) {
      json.writeStartObject();
      json.writeStringField("market_status", exchange.marketStatus());
      json.writeStringField("ticker", ticker);
      json.writeStringField("type", "options");
      option(json, option.getAsInt());
      json.writeEndObject();
    } else if (instrument.isPresent()
        && market.universe().get(instrument.getAsInt()).kind() != Kind.FUTURE) {
      InstrumentJson.universal(json, market, instrument.getAsInt(), exchange.marketStatus());
    } else {
      json.writeStartObject();
      json.writeStringField("error", "NOT_FOUND");
      json.writeStringField("message", "Ticker not found.");
      json.writeStringField("ticker", ticker);
      json.writeEndObject();
    }
  }

  private void option(JsonGenerator json, int contract) throws IOException {
    OptionSnapshot option = exchange.see(contract);
    OptionJson.members(json, option, exchange.tellsGreeks(option.ticker()));
  }

  private void chain(RoutingContext ctx) {
    Parameters parameters = Parameters.of(ctx);
    OptionQuery query =
        OptionFilter.read(parameters, Optional.of(ctx.pathParam("underlying")), USUAL_LIMIT, MOST);
    OptionListing listing = exchange.market().day().listing();
    OptionQuery.Page page = query.run(listing);
    replies.ok(
        ctx,
        json -> {
          json.writeArrayFieldStart("results");
          for (int contract : page.contracts()) {
            json.writeStartObject();
            option(json, contract);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (page.more()) {
            int last = page.contracts()[page.contracts().length - 1];
            json.writeStringField("next_url", parameters.nextUrl(listing.ticker(last)));
          }
        });
  }

  private void contract(RoutingContext ctx) {
    String underlying = OptionFilter.canonical(ctx.pathParam("underlying"));
    OptionListing listing = exchange.market().day().listing();
    OptionalInt contract = listing.find(ctx.pathParam("contract"));
    if (contract.isEmpty()
        || !listing.seriesOf(contract.getAsInt()).underlying().equals(underlying)) {
      replies.error(ctx, 404, "Options contract not found.");
      return;
    }
    replies.ok(
        ctx,
        json -> {
          json.writeObjectFieldStart("results");
          option(json, contract.getAsInt());
          json.writeEndObject();
        });
  }

  private void stock(RoutingContext ctx) {
    Market market = exchange.market();
    OptionalInt found = market.universe().indexOf(ctx.pathParam("ticker"));
    if (found.isEmpty() || market.universe().get(found.getAsInt()).kind() != Kind.STOCK) {
      replies.error(ctx, 404, "Ticker not found.");
      return;
    }
    replies.ok(ctx, json -> InstrumentJson.stock(json, market, found.getAsInt()));
  }
}
