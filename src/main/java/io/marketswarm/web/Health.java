package io.marketswarm.web;

import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Database;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether a service can do its work: it cannot while something it needs is down. Answered from what
 * is known already, so that asking costs nothing and never waits.
 */
public final class Health {
  private static final int UNAVAILABLE = 503;
  private static final int OK = 200;

  private final String name;
  private final long startedNanos = System.nanoTime();
  private final Map<String, BooleanSupplier> needs = new LinkedHashMap<>();
  private final Map<String, Supplier<?>> reports = new LinkedHashMap<>();

  public Health(String name) {
    this.name = name;
  }

  /** The health of a service that needs the buses and the database it declares. */
  public static Health of(ServiceContext context) {
    return of(context.service().id(), context);
  }

  /** As {@link #of(ServiceContext)}, for a service that clients know by another name. */
  public static Health of(String name, ServiceContext context) {
    Health health = new Health(name);
    for (BusName declared : BusName.values()) {
      if (context.service().buses().contains(declared)) {
        health.needs(declared.id(), context.bus(declared)::up);
      }
    }
    if (context.service().database()) {
      health.needsDatabase(context.stores().database());
    }
    return health;
  }

  /** Without the database, the service is not healthy; its pool is told as well. */
  public Health needsDatabase(Database database) {
    return needs("database", database::up).reports("db_pool", () -> pool(database.stats()));
  }

  /** How busy the connections to the database are. */
  public static JsonObject pool(Database.Stats stats) {
    return new JsonObject()
        .put("size", stats.size())
        .put("in_use", stats.inUse())
        .put("waiting", stats.waiting())
        .put("wait_ms_p95", Math.round(stats.waitMillis95() * 10) / 10.0);
  }

  /** Without this, the service is not healthy. */
  public Health needs(String what, BooleanSupplier up) {
    needs.put(what, up);
    return this;
  }

  /** A field that stands in the answer as well, for example {@code db_pool}. */
  public Health reports(String field, Supplier<?> value) {
    reports.put(field, value);
    return this;
  }

  /** What is missing, in words. */
  public List<String> reasons() {
    return needs.entrySet().stream()
        .filter(need -> !need.getValue().getAsBoolean())
        .map(need -> need.getKey() + " is down")
        .toList();
  }

  /** Answers a request for it. */
  public void answer(RoutingContext request) {
    List<String> reasons = reasons();
    JsonObject body =
        new JsonObject()
            .put("status", reasons.isEmpty() ? "healthy" : "unhealthy")
            .put("service", name)
            .put("ts", System.currentTimeMillis())
            .put("uptime", (System.nanoTime() - startedNanos) / 100_000_000L / 10.0);
    if (!reasons.isEmpty()) {
      body.put("reasons", new JsonArray(reasons));
    }
    reports.forEach((field, value) -> body.put(field, value.get()));
    request
        .response()
        .setStatusCode(reasons.isEmpty() ? OK : UNAVAILABLE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }
}
