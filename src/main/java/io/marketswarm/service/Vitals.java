package io.marketswarm.service;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** What a service tells with each heartbeat beside that it is alive. */
public final class Vitals implements Shareable {
  private final Map<String, Supplier<?>> signs = new ConcurrentSkipListMap<>();

  private Vitals() {}

  /** Those of a service on this node. */
  public static Vitals of(Vertx vertx, String service) {
    return vertx
        .sharedData()
        .<String, Vitals>getLocalMap("vitals")
        .computeIfAbsent(service, id -> new Vitals());
  }

  /** Tells a field with every beat from now on, in place of what was told under that name. */
  public void tell(String field, Supplier<?> value) {
    signs.put(field, value);
  }

  public JsonObject json() {
    JsonObject json = new JsonObject();
    signs.forEach((field, value) -> json.put(field, value.get()));
    return json;
  }
}
