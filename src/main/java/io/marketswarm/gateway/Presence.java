package io.marketswarm.gateway;

import io.marketswarm.log.Log;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who looks at the market now, on all nodes together. Each node keeps its own people in Redis for
 * as long as it lives; whoever comes or goes is announced to those who remember people.
 */
public final class Presence {
  private static final Log LOG = Log.of("gateway");
  private static final String NODES = "sse:presence:nodes";
  private static final String PEOPLE = "sse:presence:node:";
  private static final String ANNOUNCED = "sse:presence:announced:";
  private static final String CHANNEL = "user:presence";
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final long LIFE_SECONDS = 30;
  private static final long QUIET_SECONDS = 60;

  private final Vertx vertx;
  private final RedisBus system;
  private final RedisBus market;
  private final String node;
  private final Map<Integer, Here> here = new LinkedHashMap<>();
  private Cadence beats;

  /** Somebody who is here, with so many connections. */
  private static final class Here {
    private final JsonObject person;
    private int connections;

    Here(JsonObject person) {
      this.person = person;
    }
  }

  public Presence(Vertx vertx, RedisBus system, RedisBus market, String node) {
    this.vertx = vertx;
    this.system = system;
    this.market = market;
    this.node = node;
  }

  public void open() {
    beats = Cadence.every(vertx, BEAT, this::beat);
  }

  public Future<Void> close() {
    beats.stop();
    return system
        .batch(
            List.of(
                Request.cmd(Command.DEL).arg(PEOPLE + node),
                Request.cmd(Command.ZREM).arg(NODES).arg(node)))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** Somebody has opened one more connection. */
  public void came(int userId, Identity who) {
    boolean first;
    JsonObject person;
    synchronized (here) {
      Here known = here.computeIfAbsent(userId, id -> new Here(person(id, who)));
      first = known.connections++ == 0;
      person = known.person;
    }
    if (first) {
      keep(userId, person);
      announce("connected", userId, person);
    }
  }

  /** One of somebody's connections is gone. */
  public void went(int userId) {
    JsonObject person = null;
    synchronized (here) {
      Here known = here.get(userId);
      if (known != null && --known.connections == 0) {
        here.remove(userId);
        person = known.person;
      }
    }
    if (person != null) {
      left(userId, person);
    }
  }

  /** Everybody who is here, each once: {@code user_id}, {@code displayName}, {@code email} … */
  public Future<List<JsonObject>> everybody() {
    return liveNodes()
        .compose(
            nodes ->
                system.batch(
                    nodes.stream()
                        .map(name -> Request.cmd(Command.HGETALL).arg(PEOPLE + name))
                        .toList()))
        .map(Presence::people)
        .otherwise(away -> hereAlone());
  }

  private Future<List<String>> liveNodes() {
    return system
        .send(Request.cmd(Command.ZRANGE).arg(NODES).arg(seconds()).arg("+inf").arg("BYSCORE"))
        .map(
            names -> {
              List<String> live = new ArrayList<>();
              names.forEach(name -> live.add(name.toString()));
              return live;
            });
  }

  private static List<JsonObject> people(List<Response> nodes) {
    Map<Integer, JsonObject> everybody = new LinkedHashMap<>();
    for (Response people : nodes) {
      for (String id : people.getKeys()) {
        JsonObject person = new JsonObject(people.get(id).toString());
        everybody.merge(person.getInteger("user_id"), person, Presence::earlier);
      }
    }
    return List.copyOf(everybody.values());
  }

  private static JsonObject earlier(JsonObject one, JsonObject other) {
    return one.getString("connectedAt").compareTo(other.getString("connectedAt")) <= 0
        ? one
        : other;
  }

  private List<JsonObject> hereAlone() {
    synchronized (here) {
      return here.values().stream().map(known -> known.person).toList();
    }
  }

  private static JsonObject person(int userId, Identity who) {
    return new JsonObject()
        .put("user_id", userId)
        .put("displayName", who.name().isBlank() ? "Anonymous" : who.name())
        .put("email", who.email())
        .put("issuer", who.issuer())
        .put("wp_user_id", who.wpId())
        .put("tier", who.tier().id())
        .put("connectedAt", now());
  }

  private void beat() {
    List<Request> commands = new ArrayList<>();
    synchronized (here) {
      if (!here.isEmpty()) {
        Request people = Request.cmd(Command.HSET).arg(PEOPLE + node);
        here.forEach((id, known) -> people.arg(id).arg(known.person.encode()));
        commands.add(people);
      }
    }
    commands.addAll(alive());
    write(commands);
  }

  private void keep(int userId, JsonObject person) {
    List<Request> commands = new ArrayList<>();
    commands.add(Request.cmd(Command.HSET).arg(PEOPLE + node).arg(userId).arg(person.encode()));
    commands.addAll(alive());
    write(commands);
  }

  private List<Request> alive() {
    return List.of(
        Request.cmd(Command.EXPIRE).arg(PEOPLE + node).arg(LIFE_SECONDS),
        Request.cmd(Command.ZADD).arg(NODES).arg(seconds() + LIFE_SECONDS).arg(node),
        Request.cmd(Command.ZREMRANGEBYSCORE).arg(NODES).arg("-inf").arg("(" + seconds()));
  }

  private void left(int userId, JsonObject person) {
    system
        .send(Request.cmd(Command.HDEL).arg(PEOPLE + node).arg(userId))
        .compose(gone -> everybody())
        .onSuccess(
            others -> {
              boolean elsewhere =
                  others.stream().anyMatch(other -> other.getInteger("user_id") == userId);
              if (!elsewhere) {
                announce("disconnected", userId, person);
              }
            })
        .onFailure(away -> LOG.debug("presence is not kept now: " + away.getMessage()));
  }

  /** Not more often than once a minute for each user. */
  private void announce(String event, int userId, JsonObject person) {
    system
        .send(
            Request.cmd(Command.SET)
                .arg(ANNOUNCED + userId + ":" + event)
                .arg(node)
                .arg("NX")
                .arg("EX")
                .arg(QUIET_SECONDS))
        .compose(
            mayTell ->
                mayTell == null
                    ? Future.succeededFuture()
                    : market.send(
                        Request.cmd(Command.PUBLISH)
                            .arg(CHANNEL)
                            .arg(announcement(event, userId, person).encode())))
        .onFailure(away -> LOG.debug("presence is not announced now: " + away.getMessage()));
  }

  private static JsonObject announcement(String event, int userId, JsonObject person) {
    return new JsonObject()
        .put("event", event)
        .put("user_id", userId)
        .put("display_name", person.getString("displayName"))
        .put("tier", person.getString("tier"))
        .put("issuer", person.getString("issuer"))
        .put("wp_user_id", person.getString("wp_user_id"))
        .put("ts", now());
  }

  private void write(List<Request> commands) {
    system
        .batch(commands)
        .onFailure(away -> LOG.debug("presence is not kept now: " + away.getMessage()));
  }

  private static long seconds() {
    return System.currentTimeMillis() / 1_000;
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
