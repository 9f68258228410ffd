package io.marketswarm.web.gates;

import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.Tier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Where operators change the gates: each save is stored whole and announced in one step. */
public final class GateEditor {
  /** Those that can be limited; the others never are. */
  private static final List<Tier> LIMITED = List.of(Tier.OBSERVER, Tier.ACTIVATOR, Tier.NAVIGATOR);

  private static final List<Tier> ADMITTED =
      List.of(Tier.OBSERVER, Tier.ACTIVATOR, Tier.NAVIGATOR, Tier.COACHING);
  private static final Set<String> MODES = Set.of(Gates.FULL_PRODUCTION, Gates.TIER_LIMITED);
  private static final int UNLIMITED = -1;
  private static final int OBSERVERS_SHARE = 5;

  private final RedisBus system;
  private final boolean production;
  private final InstantSource clock;

  public GateEditor(RedisBus system, boolean production, InstantSource clock) {
    this.system = system;
    this.production = production;
    this.clock = clock;
  }

  /** What is stored, or else what would apply if an operator began to limit. */
  public Future<JsonObject> read() {
    return system
        .send(Request.cmd(Command.GET).arg(TierGates.KEY))
        .map(
            stored ->
                stored == null
                    ? defaults(production)
                    : new JsonObject(Buffer.buffer(stored.toBytes())));
  }

  /** Changes what is given and leaves the rest as it is. */
  public Future<JsonObject> merge(JsonObject change) {
    return read().map(stored -> merged(stored, change)).compose(this::save);
  }

  public Future<JsonObject> reset() {
    return save(defaults(production));
  }

  private Future<JsonObject> save(JsonObject document) {
    String now = clock.instant().toString();
    document.put("updated_at", now);
    return system
        .atomically(
            List.of(
                Request.cmd(Command.SET).arg(TierGates.KEY).arg(document.encode()),
                Request.cmd(Command.PUBLISH)
                    .arg(TierGates.CHANNEL)
                    .arg(new JsonObject().put("updated_at", now).encode())))
        .map(document);
  }

  static JsonObject defaults(boolean production) {
    JsonObject defaults = new JsonObject();
    JsonObject observer = new JsonObject();
    JsonObject others = new JsonObject();
    for (Feature feature : Feature.values()) {
      boolean number = feature.kind() == Feature.Kind.NUMBER;
      Object open = number ? (Object) UNLIMITED : (Object) true;
      defaults.put(
          feature.id(),
          new JsonObject()
              .put("type", feature.kind().id())
              .put("label", feature.label())
              .put("value", open));
      observer.put(feature.id(), number ? (Object) OBSERVERS_SHARE : (Object) true);
      others.put(feature.id(), open);
    }
    JsonObject admitted = new JsonObject();
    ADMITTED.forEach(tier -> admitted.put(tier.id(), !(production && tier == Tier.OBSERVER)));
    return new JsonObject()
        .put("mode", Gates.FULL_PRODUCTION)
        .put("updated_at", "")
        .put("defaults", defaults)
        .put("allowed_tiers", admitted)
        .put(
            "tiers",
            new JsonObject()
                .put(Tier.OBSERVER.id(), observer)
                .put(Tier.ACTIVATOR.id(), others)
                .put(Tier.NAVIGATOR.id(), others.copy()));
  }

  /** Unknown tiers and features are passed over; a value of the wrong kind is refused. */
  static JsonObject merged(JsonObject stored, JsonObject change) {
    JsonObject next = stored.copy();
    if (change.containsKey("mode")) {
      Object mode = change.getValue("mode");
      if (!(mode instanceof String name) || !MODES.contains(name)) {
        throw ApiError.badRequest("mode must be one of full_production, tier_limited");
      }
      next.put("mode", name);
    }
    mergeDefaults(section(next, "defaults"), part(change, "defaults"));
    mergeAdmitted(section(next, "allowed_tiers"), part(change, "allowed_tiers"));
    JsonObject tiers = part(change, "tiers");
    for (Tier tier : LIMITED) {
      mergeLimits(section(section(next, "tiers"), tier.id()), part(tiers, tier.id()), tier.id());
    }
    return next;
  }

  private static void mergeDefaults(JsonObject stored, JsonObject change) {
    for (Feature feature : Feature.values()) {
      if (!change.containsKey(feature.id())) {
        continue;
      }
      Object given = change.getValue(feature.id());
      Object value = given instanceof JsonObject block ? block.getValue("value") : given;
      check(feature, value, "defaults");
      stored.put(
          feature.id(),
          new JsonObject()
              .put("type", feature.kind().id())
              .put("label", feature.label())
              .put("value", value));
    }
  }

  private static void mergeAdmitted(JsonObject stored, JsonObject change) {
    for (Tier tier : ADMITTED) {
      Object value = change.getValue(tier.id());
      if (value instanceof Boolean admitted) {
        stored.put(tier.id(), admitted);
      } else if (change.containsKey(tier.id())) {
        throw ApiError.badRequest("allowed_tiers." + tier.id() + " must be true or false");
      }
    }
  }

  private static void mergeLimits(JsonObject stored, JsonObject change, String tier) {
    for (Feature feature : Feature.values()) {
      if (change.containsKey(feature.id())) {
        Object value = change.getValue(feature.id());
        check(feature, value, "tiers." + tier);
        stored.put(feature.id(), value);
      }
    }
  }

  private static void check(Feature feature, Object value, String where) {
    boolean tooLow = value instanceof Number number && number.longValue() < UNLIMITED;
    if (!feature.kind().accepts(value) || tooLow) {
      throw ApiError.badRequest(
          where
              + "."
              + feature.id()
              + (feature.kind() == Feature.Kind.BOOLEAN
                  ? " must be true or false"
                  : " must be a whole number from -1 (unlimited) up"));
    }
  }

  private static JsonObject part(JsonObject change, String name) {
    if (!change.containsKey(name)) {
      return new JsonObject();
    }
    if (change.getValue(name) instanceof JsonObject part) {
      return part;
    }
    throw ApiError.badRequest(name + " must be an object");
  }

  private static JsonObject section(JsonObject document, String name) {
    if (!(document.getValue(name) instanceof JsonObject)) {
      document.put(name, new JsonObject());
    }
    return document.getJsonObject(name);
  }
}
