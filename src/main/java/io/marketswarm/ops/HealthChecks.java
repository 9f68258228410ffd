package io.marketswarm.ops;

import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.ops.Snapshot.Heartbeat;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** The single checks. Each gives its answer in time, whatever it is; none changes anything. */
final class HealthChecks {
  private static final long REDIS_SECONDS = 2;
  private static final long HTTP_SECONDS = 3;

  /** What Redis answers when it is asked for the life of a key that is not there. */
  private static final long NO_SUCH_KEY = -2;

  private static final int LONGEST_ERROR = 100;

  /** Connections stay open between two looks: to make one costs more than the question. */
  private static final int KEEP_ALIVE_SECONDS = 60;

  /** Which services an operator wants to run; what is absent follows the configuration. */
  private static final String DESIRED = "svc:desired";

  private final Vertx vertx;
  private final Map<String, HttpClient> clients = new HashMap<>();

  HealthChecks(Vertx vertx) {
    this.vertx = vertx;
  }

  Future<Void> close() {
    List<Future<Void>> closed = clients.values().stream().map(HttpClient::close).toList();
    clients.clear();
    return Future.join(closed).mapEmpty();
  }

  /**
   * Closes the connection to a service, which would hold up its server when that wants to leave.
   */
  void leave(String service) {
    HttpClient client = clients.remove(service);
    if (client != null) {
      client.close();
    }
  }

  Future<Bus> bus(RedisBus bus) {
    return bus.info()
        .timeout(REDIS_SECONDS, TimeUnit.SECONDS)
        .<Bus>map(RedisInfo::read)
        .otherwise(new Bus.Down());
  }

  /**
   * The signs of life of services, as far as the bus knows.
   *
   * @param expectedSeconds by service, how long a fresh one lasts
   */
  Future<Map<String, Heartbeat>> heartbeats(RedisBus system, Map<String, Integer> expectedSeconds) {
    if (expectedSeconds.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    List<String> services = List.copyOf(expectedSeconds.keySet());
    List<Request> questions = new ArrayList<>();
    Request payloads = Request.cmd(Command.MGET);
    questions.add(payloads);
    for (String service : services) {
      payloads.arg(service + ":heartbeat");
      questions.add(Request.cmd(Command.TTL).arg(service + ":heartbeat"));
    }
    return system
        .batch(questions)
        .timeout(REDIS_SECONDS, TimeUnit.SECONDS)
        .map(
            answers ->
                each(
                    services,
                    i ->
                        heartbeat(
                            answers.get(0).get(i),
                            answers.get(i + 1).toLong(),
                            expectedSeconds.get(services.get(i)))))
        .otherwise(
            away ->
                each(
                    services,
                    i -> silent(HeartbeatStatus.UNKNOWN, expectedSeconds.get(services.get(i)))));
  }

  private static Map<String, Heartbeat> each(
      List<String> services, IntFunction<Heartbeat> heartbeat) {
    Map<String, Heartbeat> all = new LinkedHashMap<>();
    for (int i = 0; i < services.size(); i++) {
      all.put(services.get(i), heartbeat.apply(i));
    }
    return all;
  }

  private static Heartbeat heartbeat(Response payload, long remaining, int expectedSeconds) {
    if (payload == null) {
      // A key with a life but no text is no heartbeat that anybody could understand.
      HeartbeatStatus status =
          remaining == NO_SUCH_KEY ? HeartbeatStatus.DEAD : HeartbeatStatus.UNKNOWN;
      return silent(status, expectedSeconds);
    }
    double said = Double.NaN;
    String truth = null;
    double certificateEnds = Double.NaN;
    Map<String, String> stopped = Map.of();
    try {
      JsonObject beat = new JsonObject(payload.toString());
      said = number(beat, "ts");
      certificateEnds = number(beat, "certificate_ends");
      stopped = texts(beat, "stopped");
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
        truth,
        certificateEnds,
        stopped);
  }

  private static Map<String, String> texts(JsonObject beat, String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (beat.getValue(field) instanceof JsonObject named) {
      named.forEach(text -> texts.put(text.getKey(), String.valueOf(text.getValue())));
    }
    return texts;
  }

  private static double number(JsonObject beat, String field) {
    return beat.getValue(field) instanceof Number value ? value.doubleValue() : Double.NaN;
  }

  private static Heartbeat silent(HeartbeatStatus status, int expectedSeconds) {
    return new Heartbeat(
        status, Double.NaN, 0, expectedSeconds, false, false, null, Double.NaN, Map.of());
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

  Future<Endpoint> endpoint(String service, URI url) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url.toString())
            .setIdleTimeout(TimeUnit.SECONDS.toMillis(HTTP_SECONDS));
    return clients
        .computeIfAbsent(service, first -> client())
        .request(options)
        .compose(HttpClientRequest::send)
        .compose(response -> response.end().map(v -> response.statusCode()))
        .timeout(HTTP_SECONDS, TimeUnit.SECONDS)
        .map(code -> new Endpoint(code, null))
        .otherwise(cause -> new Endpoint(0, shortly(cause)));
  }

  private HttpClient client() {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(HTTP_SECONDS))
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setTrustAll(true)
            .setVerifyHost(false),
        new PoolOptions()
            .setHttp1MaxSize(1)
            .setCleanerPeriod((int) TimeUnit.SECONDS.toMillis(KEEP_ALIVE_SECONDS)));
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
