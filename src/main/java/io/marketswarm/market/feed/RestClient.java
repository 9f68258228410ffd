package io.marketswarm.market.feed;

import io.marketswarm.market.feed.ProviderException.Trouble;
import io.marketswarm.web.ClientPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** GET requests to the provider: its key, time limits, retries and the pauses it asks for. */
final class RestClient {
  private static final String USER_AGENT = "MarketSwarm/1.0";
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final int CONNECTIONS = 16;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_BODY_BYTES = 64 << 20;
  private static final long FIRST_RETRY_MILLIS = 250;

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final Vertx vertx;
  private final ProviderDirectory directory;
  private final HttpClient http;
  private final RateGate gate;
  private final MeterRegistry meters;

  RestClient(Vertx vertx, ProviderDirectory directory, MeterRegistry meters) {
    this.vertx = vertx;
    this.directory = directory;
    this.meters = meters;
    this.gate = new RateGate(meters);
    this.http =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                    .setKeepAlive(true)
                    .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                    .setDecompressionSupported(true))
            .with(ClientPool.of(CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING))
            .build();
  }

  /**
   * The body of an answer.
   *
   * @param pathAndQuery the query already encoded
   */
  Future<byte[]> get(String pathAndQuery, Manner manner) {
    return new Call(pathAndQuery, manner).attempt();
  }

  Future<Void> close() {
    return http.close();
  }

  /** One request with all its attempts. */
  private final class Call {
    private final String pathAndQuery;
    private final String path;
    private final Manner manner;
    private int retries;
    private int limitRetries;

    Call(String pathAndQuery, Manner manner) {
      this.pathAndQuery = pathAndQuery;
      this.path = pathAndQuery.replaceFirst("\\?.*", "");
      this.manner = manner;
    }

    Future<byte[]> attempt() {
      long wait = gate.millisUntilOpen();
      if (wait > 0 && manner.limitRetries() == 0) {
        return Future.failedFuture(limited());
      }
      return sleep(wait).compose(v -> directory.find()).compose(this::send);
    }

    private Future<byte[]> send(ProviderAddress address) {
      long sentAt = System.nanoTime();
      Timer.Sample sample = Timer.start(meters);
      return exchange(address)
          .onSuccess(body -> gate.passed(sentAt))
          .onComplete(
              done ->
                  sample.stop(
                      meters.timer(
                          "marketswarm.feed.rest", "outcome", done.succeeded() ? "ok" : "failed")))
          .recover(cause -> again(cause, sentAt));
    }

    private Future<byte[]> again(Throwable cause, long sentAt) {
      if (!(cause instanceof ProviderException failure)) {
        return Future.failedFuture(cause);
      }
      if (failure.trouble() == Trouble.LIMITED) {
        gate.close(sentAt, manner.limitPause());
        return limitRetries++ < manner.limitRetries() ? attempt() : Future.failedFuture(cause);
      }
      if (failure.passes() && retries < manner.retries()) {
        long pause = FIRST_RETRY_MILLIS << retries++;
        return sleep(pause + ThreadLocalRandom.current().nextLong(pause)).compose(v -> attempt());
      }
      return Future.failedFuture(cause);
    }

    private Future<byte[]> exchange(ProviderAddress address) {
      RequestOptions options =
          new RequestOptions()
              .setMethod(HttpMethod.GET)
              .setAbsoluteURI(address.rest() + pathAndQuery)
              .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + address.key())
              .putHeader(HttpHeaders.USER_AGENT, USER_AGENT)
              .putHeader(HttpHeaders.ACCEPT, "application/json");
      Future<HttpClientRequest> request = http.request(options);
      return request
          // One step, so that the body is listened to before it comes, whoever asks.
          .compose(sent -> sent.send().compose(this::body))
          .timeout(manner.timeout().toMillis(), TimeUnit.MILLISECONDS)
          .recover(
              cause -> {
                if (cause instanceof TimeoutException) { // frees the connection
                  request.onSuccess(HttpClientRequest::reset);
                }
                return Future.failedFuture(explain(cause));
              });
    }

    private Future<byte[]> body(HttpClientResponse response) {
      Promise<byte[]> whole = Promise.promise();
      Buffer body = Buffer.buffer();
      response
          .exceptionHandler(whole::tryFail)
          .handler(
              part -> {
                body.appendBuffer(part);
                if (body.length() > MOST_BODY_BYTES) {
                  whole.tryFail(
                      trouble(Trouble.MALFORMED, "more than " + MOST_BODY_BYTES + " bytes"));
                  response.request().reset();
                }
              })
          .endHandler(end -> judge(response.statusCode(), body).onComplete(whole));
      return whole.future();
    }

    private Future<byte[]> judge(int status, Buffer body) {
      if (status == OK) {
        return Future.succeededFuture(body.getBytes());
      }
      Trouble trouble =
          switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> Trouble.UNAUTHORIZED;
            case NOT_FOUND -> Trouble.NOT_FOUND;
            case TOO_MANY -> Trouble.LIMITED;
            default -> status >= SERVER_ERROR ? Trouble.SERVER : Trouble.REFUSED;
          };
      return Future.failedFuture(trouble(trouble, "HTTP " + status));
    }

    private ProviderException explain(Throwable cause) {
      if (cause instanceof ProviderException known) {
        return known;
      }
      return cause instanceof TimeoutException
          ? trouble(Trouble.TIMEOUT, "no answer in " + manner.timeout())
          : new ProviderException(Trouble.UNREACHABLE, path + ": " + cause.getMessage(), cause);
    }

    private ProviderException limited() {
      return trouble(Trouble.LIMITED, "quiet, because we asked too often");
    }

    private ProviderException trouble(Trouble trouble, String what) {
      return new ProviderException(trouble, path + ": " + what);
    }
  }

  private Future<Void> sleep(long millis) {
    return millis <= 0
        ? Future.succeededFuture()
        : vertx.timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
  }

  /** The path and query of an address that the provider named, to be asked of where it is now. */
  static String pathAndQuery(String url) {
    URI uri = URI.create(url);
    String query = uri.getRawQuery();
    return uri.getRawPath() + (query == null ? "" : "?" + query);
  }
}
