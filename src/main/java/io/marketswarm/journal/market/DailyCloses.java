package io.marketswarm.journal.market;

import io.marketswarm.web.ClientPool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Closing prices of past days, asked of the provider: slowly, once each. For one event loop; asked
 * for one after the other.
 */
public final class DailyCloses {
  private static final long TIMEOUT_MILLIS = 5_000;

  /** At most four questions a second. */
  private static final long PAUSE_MILLIS = 250;

  private static final int OK = 200;

  private final Vertx vertx;
  private final WebClient client;
  private final String base;
  private final Optional<String> key;
  private final Map<String, BigDecimal> known = new HashMap<>();

  /**
   * @param base where the provider answers
   * @param key for the provider; without one there are no closes
   */
  public DailyCloses(Vertx vertx, String base, Optional<String> key) {
    this.vertx = vertx;
    this.client = WebClient.create(vertx, new WebClientOptions(), ClientPool.small());
    this.base = base;
    this.key = key;
  }

  public void close() {
    client.close();
  }

  /** The close of a day; empty when the provider has none, or is not asked. */
  public Future<Optional<BigDecimal>> of(String ticker, LocalDate date) {
    if (key.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    BigDecimal close = known.get(ticker + date);
    return close != null
        ? Future.succeededFuture(Optional.of(close))
        : vertx
            .timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
            .compose(rested -> ask(ticker, date))
            .onSuccess(answer -> answer.ifPresent(price -> known.put(ticker + date, price)));
  }

  private Future<Optional<BigDecimal>> ask(String ticker, LocalDate date) {
    return client
        .getAbs(
            "%s/v2/aggs/ticker/%s/range/1/day/%s/%s"
                .formatted(base, URLEncoder.encode(ticker, StandardCharsets.UTF_8), date, date))
        .putHeader("Authorization", "Bearer " + key.orElseThrow())
        .timeout(TIMEOUT_MILLIS)
        .send()
        .map(DailyCloses::close);
  }

  private static Optional<BigDecimal> close(HttpResponse<Buffer> answer) {
    if (answer.statusCode() != OK) {
      throw new IllegalStateException("the provider answers " + answer.statusCode());
    }
    JsonArray results = answer.bodyAsJsonObject().getJsonArray("results");
    if (results == null || results.isEmpty()) {
      return Optional.empty();
    }
    JsonObject bar = results.getJsonObject(0);
    return bar.getValue("c") instanceof Number price
        ? Optional.of(new BigDecimal(price.toString()))
        : Optional.empty();
  }
}
