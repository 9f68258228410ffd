package io.marketswarm.gateway.models;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model that clients get as one and publishers keep under several keys. */
public final class Composite {
  private final ModelCache models;
  private final Map<String, Object> fixed;
  private final List<String> names;
  private final List<String> keys;
  private volatile Made made = new Made(new Model[0], null);

  private record Made(Model[] parts, Model whole) {}

  private Composite(
      ModelCache models, Map<String, Object> fixed, List<String> names, List<String> keys) {
    this.models = models;
    this.fixed = fixed;
    this.names = names;
    this.keys = keys;
  }

  /** Gamma exposure of both sides. */
  static Composite gamma(ModelCache models, String symbol) {
    return new Composite(
        models,
        Map.of("symbol", symbol),
        List.of("calls", "puts"),
        List.of(ModelKeys.calls(symbol), ModelKeys.puts(symbol)));
  }

  /** What the companion said last, on its own account and about an event. */
  static Composite playByPlay(ModelCache models) {
    return new Composite(
        models,
        new LinkedHashMap<>(),
        List.of("epoch", "event"),
        List.of(ModelKeys.VEXY_EPOCH, ModelKeys.VEXY_EVENT));
  }

  public List<String> keys() {
    return keys;
  }

  /** What is known now; missing parts are null, and it is empty when all of them are. */
  public Optional<Model> known() {
    Model[] parts = parts();
    for (Model part : parts) {
      if (part != null) {
        return Optional.of(whole(parts));
      }
    }
    return Optional.empty();
  }

  /** The same, if all of it is known to be current. */
  public Optional<Model> current() {
    for (String key : keys) {
      if (!models.isTrusted(key)) {
        return Optional.empty();
      }
    }
    return known();
  }

  /** The same, read anew where it may not be current. */
  public Future<Optional<Model>> read() {
    return Future.all(keys.stream().map(models::read).toList()).map(done -> known());
  }

  /** The whole even when all parts are missing. */
  public Model knownOrEmpty() {
    return whole(parts());
  }

  private Model[] parts() {
    Model[] parts = new Model[keys.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = models.known(keys.get(i)).orElse(null);
    }
    return parts;
  }

  private Model whole(Model[] parts) {
    Made before = made;
    if (before.whole() != null && sameParts(before.parts(), parts)) {
      return before.whole();
    }
    int room = Arrays.stream(parts).mapToInt(part -> part == null ? 0 : part.length()).sum();
    Splice json = Splice.object(room + 64);
    fixed.forEach(json::field);
    for (int i = 0; i < parts.length; i++) {
      Buffer part = parts[i] == null ? null : parts[i].json();
      json.raw(names.get(i), part);
    }
    Model whole = new Model(json.end());
    made = new Made(parts, whole);
    return whole;
  }

  private static boolean sameParts(Model[] one, Model[] other) {
    for (int i = 0; i < one.length; i++) {
      if (one[i] != other[i]) {
        return false;
      }
    }
    return true;
  }
}
