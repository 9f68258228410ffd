package io.marketswarm.truth;

import static io.vertx.redis.client.Request.cmd;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which services there are, which component each runs and whose secrets it may see. */
public final class Registry {
  private static final String COMPONENT = "component";
  private static final String SECRET_SCOPE = "secret_scope";

  private static final String SCAN_STEP = "1000";

  private final RedisBus system;

  public Registry(RedisBus system) {
    this.system = system;
  }

  /** A service as it is registered. */
  public record Registration(String service, String component, String secretScope) {}

  /** The ids of all registered services, sorted. */
  public Future<SortedSet<String>> services() {
    return system
        .send(cmd(Command.SMEMBERS).arg(TruthKeys.SERVICES))
        .map(
            members -> {
              SortedSet<String> services = new TreeSet<>();
              for (Response member : members) {
                services.add(member.toString());
              }
              return services;
            });
  }

  /** How a service is registered; one that is not runs the component of its own name. */
  public Future<Registration> registration(String service) {
    return system
        .send(
            cmd(Command.HMGET)
                .arg(TruthKeys.registration(service))
                .arg(COMPONENT)
                .arg(SECRET_SCOPE))
        .map(
            found -> {
              String component = TruthStore.text(found.get(0)).orElse(service);
              String scope = TruthStore.text(found.get(1)).orElse(component);
              return new Registration(service, component, scope);
            });
  }

  /** Registers a service, or changes what is registered for it. */
  public Future<Void> register(Registration registration) {
    return system
        .atomically(
            List.of(
                cmd(Command.SADD).arg(TruthKeys.SERVICES).arg(registration.service()),
                cmd(Command.HSET)
                    .arg(TruthKeys.registration(registration.service()))
                    .arg(COMPONENT)
                    .arg(registration.component())
                    .arg(SECRET_SCOPE)
                    .arg(registration.secretScope())))
        .mapEmpty();
  }

  /** How many keys of each kind of Truth and registry there are; {@code svc:list} by members. */
  public Future<SortedMap<String, Long>> keys() {
    List<String> single = List.of(TruthKeys.TRUTH, TruthKeys.DOC, TruthKeys.VERSION, TruthKeys.TS);
    List<Request> questions = new ArrayList<>();
    single.forEach(key -> questions.add(cmd(Command.EXISTS).arg(key)));
    questions.add(cmd(Command.SCARD).arg(TruthKeys.SERVICES));
    return Future.all(system.batch(questions), count("svc:cfg:*"), count("svc:hb:*"))
        .map(
            all -> {
              List<Response> answers = all.resultAt(0);
              SortedMap<String, Long> counts = new TreeMap<>();
              for (int i = 0; i < single.size(); i++) {
                counts.put(single.get(i), answers.get(i).toLong());
              }
              counts.put(TruthKeys.SERVICES, answers.get(single.size()).toLong());
              counts.put("svc:cfg:*", all.resultAt(1));
              counts.put("svc:hb:*", all.resultAt(2));
              return counts;
            });
  }

  /** Counts keys step by step, so that a large bus is not held up. */
  private Future<Long> count(String pattern) {
    return count(pattern, "0", new HashSet<>());
  }

  private Future<Long> count(String pattern, String cursor, Set<String> found) {
    return system
        .send(cmd(Command.SCAN).arg(cursor).arg("MATCH").arg(pattern).arg("COUNT").arg(SCAN_STEP))
        .compose(
            page -> {
              page.get(1).forEach(key -> found.add(key.toString()));
              String next = page.get(0).toString();
              return next.equals("0")
                  ? Future.succeededFuture((long) found.size())
                  : count(pattern, next, found);
            });
  }

  /** The commands that register every component under its own name where it is not yet. */
  static List<Request> enlist(List<String> components) {
    List<Request> commands = new ArrayList<>();
    for (String id : components) {
      String key = TruthKeys.registration(id);
      commands.add(cmd(Command.SADD).arg(TruthKeys.SERVICES).arg(id));
      commands.add(cmd(Command.HSETNX).arg(key).arg(COMPONENT).arg(id));
      commands.add(cmd(Command.HSETNX).arg(key).arg(SECRET_SCOPE).arg(id));
    }
    return commands;
  }

  /** Fails when a key is of a type that could not be written, before anything is written. */
  Future<Void> check(List<String> components) {
    return requireType(system, List.of(TruthKeys.SERVICES), "set")
        .compose(
            fine ->
                requireType(
                    system, components.stream().map(TruthKeys::registration).toList(), "hash"));
  }

  static Future<Void> requireType(RedisBus bus, List<String> keys, String type) {
    return bus.batch(keys.stream().map(key -> cmd(Command.TYPE).arg(key)).toList())
        .map(
            types -> {
              for (int i = 0; i < keys.size(); i++) {
                String found = types.get(i).toString();
                if (!found.equals(type) && !found.equals("none")) {
                  throw new TruthException(
                      "key " + keys.get(i) + " is a " + found + " where a " + type + " belongs");
                }
              }
              return null;
            });
  }
}
