package io.marketswarm.sim;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.sim.core.Bar;
import io.marketswarm.sim.core.BarQuery;
import io.marketswarm.sim.core.BarQuery.Lived;
import io.marketswarm.sim.core.BarQuery.Unit;
import io.marketswarm.sim.core.Instrument.Kind;
import io.marketswarm.sim.core.PriceHistory;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Bars of the past and of today. */
final class AggregatesApi {
  private static final int USUAL_LIMIT = 5_000;
  private static final int MOST = 50_000;
  private static final int DATE_LENGTH = 10;

  private final Vertx vertx;
  private final Exchange exchange;
  private final Replies replies;

  AggregatesApi(Vertx vertx, Exchange exchange, Replies replies) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.replies = replies;
  }

  void mount(Router router) {
    router.get("/v2/aggs/ticker/:ticker/prev").handler(this::previous);
    router.get("/v2/aggs/ticker/:ticker/range/:multiplier/:unit/:from/:to").handler(this::range);
  }

  private void previous(RoutingContext ctx) {
    String ticker = ctx.pathParam("ticker");
    OptionalInt index = exchange.market().universe().indexOf(ticker);
    List<Bar> bars =
        index.isPresent() ? List.of(exchange.market().previousDay(index.getAsInt())) : List.of();
    replies.ok(ctx, json -> answer(json, ticker, new Page(bars, Optional.empty()), volumes(index)));
  }

  private void range(RoutingContext ctx) {
    Parameters parameters = Parameters.of(ctx);
    String ticker = ctx.pathParam("ticker");
    int limit = parameters.limit(USUAL_LIMIT, MOST);
    boolean ascending = parameters.parsed("sort", Parameters::ascending, true);
    int multiplier = parsed("multiplier", ctx.pathParam("multiplier"), Integer::parseInt);
    Unit unit =
        parsed("timespan", ctx.pathParam("unit"), t -> Unit.valueOf(t.toUpperCase(Locale.ROOT)));
    long from = parsed("from", ctx.pathParam("from"), text -> moment(text, false));
    long until = parsed("to", ctx.pathParam("to"), text -> moment(text, true));
    OptionalInt index = exchange.market().universe().indexOf(ticker);
    if (index.isEmpty()) {
      Page nothing = new Page(List.of(), Optional.empty());
      replies.ok(ctx, json -> answer(json, ticker, nothing, false));
      return;
    }
    BarQuery query = new BarQuery(index.getAsInt(), multiplier, unit, from, until);
    Lived lived = exchange.market().lived(index.getAsInt());
    PriceHistory history = exchange.market().history();
    boolean volumes = volumes(index);
    String requestId = replies.nextRequestId();
    vertx
        .executeBlocking(
            () -> {
              Page page = page(query.run(history, lived), parameters, ascending, limit);
              return Replies.envelope(requestId, json -> answer(json, ticker, page, volumes));
            },
            false)
        .onSuccess(body -> replies.send(ctx, 200, body))
        .onFailure(ctx::fail);
  }

  /** Some of the bars found, and where to find the rest. */
  private record Page(List<Bar> bars, Optional<String> nextUrl) {}

  private static Page page(List<Bar> all, Parameters parameters, boolean ascending, int limit) {
    List<Bar> ordered = new ArrayList<>(all);
    if (!ascending) {
      Collections.reverse(ordered);
    }
    parameters
        .after()
        .map(Long::parseLong)
        .ifPresent(t -> ordered.removeIf(bar -> ascending ? bar.t() <= t : bar.t() >= t));
    if (ordered.size() <= limit) {
      return new Page(ordered, Optional.empty());
    }
    String last = Long.toString(ordered.get(limit - 1).t());
    return new Page(ordered.subList(0, limit), Optional.of(parameters.nextUrl(last)));
  }

  private static void answer(JsonGenerator json, String ticker, Page page, boolean volumes)
      throws IOException {
    List<Bar> bars = page.bars();
    json.writeStringField("ticker", ticker);
    json.writeNumberField("queryCount", bars.size());
    json.writeNumberField("resultsCount", bars.size());
    json.writeBooleanField("adjusted", true);
    if (!bars.isEmpty()) {
      json.writeArrayFieldStart("results");
      for (Bar bar : bars) {
        bar(json, bar, volumes);
      }
      json.writeEndArray();
    }
    json.writeNumberField("count", bars.size());
    if (page.nextUrl().isPresent()) {
      json.writeStringField("next_url", page.nextUrl().get());
    }
  }

  private static void bar(JsonGenerator json, Bar bar, boolean volumes) throws IOException {
    json.writeStartObject();
    if (volumes) {
      json.writeNumberField("v", bar.volume());
      json.writeNumberField("vw", bar.vwap());
    }
    json.writeNumberField("o", bar.open());
    json.writeNumberField("c", bar.close());
    json.writeNumberField("h", bar.high());
    json.writeNumberField("l", bar.low());
    json.writeNumberField("t", bar.t());
    if (volumes) {
      json.writeNumberField("n", bar.trades());
    }
    json.writeEndObject();
  }

  /** An index has no volumes. */
  private boolean volumes(OptionalInt index) {
    return index.isPresent()
        && exchange.market().universe().get(index.getAsInt()).kind() != Kind.INDEX;
  }

  private static <T> T parsed(String name, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (RuntimeException wrong) {
      throw new IllegalArgumentException("invalid value \"" + text + "\" of " + name, wrong);
    }
  }

  /** A date, which begins and ends at midnight in New York, or epoch milliseconds. */
  private static long moment(String text, boolean end) {
    if (text.length() > DATE_LENGTH) {
      return Long.parseLong(text);
    }
    LocalDate date = LocalDate.parse(text);
    LocalDate day = end ? date.plusDays(1) : date;
    long midnight = MarketCalendar.at(day, LocalTime.MIDNIGHT).toEpochMilli();
    return end ? midnight - 1 : midnight;
  }
}
