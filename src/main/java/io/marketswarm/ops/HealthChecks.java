package io.marketswarm.ops;

import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.ops.Snapshot.Heartbeat;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.ConnectException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The single checks. Each gives its answer in time, whatever it is; none changes anything. */
final class HealthChecks {
  private static final long REDIS_SECONDS = 2;
  private static final long HTTP_SECONDS = 3;
  private static final int AT_ONCE = 64;
  private static final int LONGEST_ERROR = 100;

  /** Which services an operator wants to run; what is absent follows the configuration. */
  private static final String DESIRED = "svc:desired";

  private final HttpClient http;

  HealthChecks(Vertx vertx) {
    // A connection that stays open would hold up a server that wants to leave.
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(HTTP_SECONDS))
                .setTrustAll(true)
                .setVerifyHost(false),
            new PoolOptions().setHttp1MaxSize(AT_ONCE));
  }

  Future<Void> close() {
    return http.close();
  }

  Future<Bus> bus(RedisBus bus) {
    return bus.info()
        .timeout(REDIS_SECONDS, TimeUnit.SECONDS)
        .<Bus>map(RedisInfo::read)
        .otherwise(new Bus.Down());
  }

  /** The sign of life of a service, as far as the bus knows. */
  Future<Heartbeat> heartbeat(RedisBus system, String service, int expectedSeconds) {
    String key = service + ":heartbeat";
    Future<Response> payload = system.send(Request.cmd(Command.GET).arg(key));
    Future<Response> remaining = system.send(Request.cmd(Command.TTL).arg(key));
    return Future.join(payload, remaining)
        .timeout(REDIS_SECONDS, TimeUnit.SECONDS)
        .map(v -> heartbeat(payload.result(), remaining.result().toLong(), expectedSeconds))
        .otherwise(silent(HeartbeatStatus.UNKNOWN, expectedSeconds));
  }

  private static Heartbeat heartbeat(Response payload, long remaining, int expectedSeconds) {
    if (payload == null) {
      return silent(HeartbeatStatus.DEAD, expectedSeconds);
    }
    double said = Double.NaN;
    String truth = null;
    try {
      JsonObject beat = new JsonObject(payload.toString());
      said = beat.getValue("ts") instanceof Number ts ? ts.doubleValue() : Double.NaN;
      truth = beat.getValue("truth_version") instanceof String version ? version : null;
    } catch (DecodeException notOurs) {
      // Somebody's own form of heartbeat; the key alone says that it is alive.
    }
    return new Heartbeat(
        HeartbeatStatus.ofLiving(remaining, expectedSeconds),
        said,
        remaining,
        expectedSeconds,
        false,
        false,
        truth);
  }

  private static Heartbeat silent(HeartbeatStatus status, int expectedSeconds) {
    return new Heartbeat(status, Double.NaN, 0, expectedSeconds, false, false, null);
  }

  /** The services an operator has stopped. */
  Future<Set<String>> stoppedByOperator(RedisBus system) {
    return system
        .send(Request.cmd(Command.HGETALL).arg(DESIRED))
        .timeout(REDIS_SECONDS, TimeUnit.SECONDS)
        .map(
            wishes -> {
              Set<String> stopped = new HashSet<>();
              for (String service : wishes.getKeys()) {
                if ("0".equals(wishes.get(service).toString())) {
                  stopped.add(service);
                }
              }
              return stopped;
            });
  }

  Future<Endpoint> endpoint(URI url) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url.toString())
            .setConnectTimeout(TimeUnit.SECONDS.toMillis(HTTP_SECONDS))
            .setIdleTimeout(TimeUnit.SECONDS.toMillis(HTTP_SECONDS));
    return http.request(options)
        .compose(
            request ->
                request
                    .send()
                    .compose(response -> response.end().map(v -> response.statusCode()))
                    .timeout(HTTP_SECONDS, TimeUnit.SECONDS)
                    .onFailure(late -> request.reset()))
        .timeout(HTTP_SECONDS, TimeUnit.SECONDS)
        .map(code -> new Endpoint(code, null))
        .otherwise(cause -> new Endpoint(0, shortly(cause)));
  }

  private static String shortly(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "timeout";
    }
    if (cause instanceof ConnectException) {
      return cause.getMessage() != null && cause.getMessage().contains("timed out")
          ? "timeout"
          : "connection_refused";
    }
    String text = String.valueOf(cause.getMessage());
    return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
  }
}
