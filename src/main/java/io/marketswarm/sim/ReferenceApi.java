package io.marketswarm.sim;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Session;
import io.marketswarm.sim.core.OptionListing;
import io.marketswarm.sim.core.OptionQuery;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Which contracts are listed, and when markets are open. */
final class ReferenceApi {
  private static final int USUAL_LIMIT = 10;
  private static final int MOST = 1_000;
  private static final int HOLIDAYS_AHEAD_DAYS = 365;
  private static final List<String> EXCHANGES = List.of("NASDAQ", "NYSE");
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Exchange exchange;
  private final Replies replies;

  ReferenceApi(Exchange exchange, Replies replies) {
    this.exchange = exchange;
    this.replies = replies;
  }

  void mount(Router router) {
    router.get("/v3/reference/options/contracts").handler(this::contracts);
    router.get("/v1/marketstatus/now").handler(this::now);
    router.get("/v1/marketstatus/upcoming").handler(this::upcoming);
  }

  private void contracts(RoutingContext ctx) {
    Parameters parameters = Parameters.of(ctx);
    OptionQuery query =
        OptionFilter.read(parameters, parameters.text("underlying_ticker"), USUAL_LIMIT, MOST);
    OptionListing listing = exchange.market().day().listing();
    boolean expired = parameters.parsed("expired", ReferenceApi::truth, false);
    Optional<String> ticker = parameters.text("ticker");
    OptionQuery.Page page =
        expired
            ? OptionQuery.Page.EMPTY
            : ticker
                .map(t -> OptionQuery.Page.of(listing.find(t)))
                .orElseGet(() -> query.run(listing));
    replies.ok(
        ctx,
        json -> {
          json.writeArrayFieldStart("results");
          for (int contract : page.contracts()) {
            OptionJson.reference(
                json,
                listing.ticker(contract),
                listing.seriesOf(contract),
                listing.isCall(contract),
                listing.strike(contract));
          }
          json.writeEndArray();
          if (page.more()) {
            int last = page.contracts()[page.contracts().length - 1];
            json.writeStringField("next_url", parameters.nextUrl(listing.ticker(last)));
          }
        });
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private void now(RoutingContext ctx) {
    String status =
        switch (exchange.marketStatus()) {
          case "open" -> "open";
          case "closed" -> "closed";
          default -> "extended-hours";
        };
    boolean open = status.equals("open");
    String serverTime =
        Instant.ofEpochMilli(exchange.clock().millis())
            .atZone(MarketCalendar.ZONE)
            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    replies.send(
        ctx,
        200,
        Json.object(
            json -> {
              json.writeBooleanField(
                  "afterHours", exchange.marketStatus().equals("extended_trading"));
              json.writeBooleanField("earlyHours", exchange.marketStatus().equals("early_trading"));
              json.writeObjectFieldStart("exchanges");
              for (String name : List.of("nasdaq", "nyse", "otc")) {
                json.writeStringField(name, status);
              }
              json.writeEndObject();
              json.writeObjectFieldStart("indicesGroups");
              for (String name : List.of("nasdaq", "s_and_p", "cboe", "ftse_russell")) {
                json.writeStringField(name, open ? "open" : "closed");
              }
              json.writeEndObject();
              json.writeStringField("market", status);
              json.writeStringField("serverTime", serverTime);
            }));
  }

  private void upcoming(RoutingContext ctx) {
    MarketCalendar calendar = exchange.market().calendar();
    LocalDate today = exchange.market().session().date();
    replies.send(
        ctx,
        200,
        Json.array(
            json -> {
              for (LocalDate date :
                  today.datesUntil(today.plusDays(HOLIDAYS_AHEAD_DAYS)).toList()) {
                Optional<String> name = calendar.holiday(date);
                for (String where : name.isPresent() ? EXCHANGES : List.<String>of()) {
                  json.writeStartObject();
                  json.writeStringField("date", date.toString());
                  json.writeStringField("exchange", where);
                  json.writeStringField("name", name.get());
                  Optional<Session> session = calendar.session(date);
                  json.writeStringField("status", session.isPresent() ? "early-close" : "closed");
                  if (session.isPresent()) {
                    json.writeStringField("open", ISO.format(session.get().open()));
                    json.writeStringField("close", ISO.format(session.get().close()));
                  }
                  json.writeEndObject();
                }
              }
            }));
  }
}
