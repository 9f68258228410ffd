package io.marketswarm.truth;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Which document is loaded. Two loads of the same version differ in their time.
 *
 * @param version as the document calls itself
 * @param ts when it was loaded, in epoch seconds
 */
public record TruthVersion(String version, long ts) {

  JsonObject json() {
    return new JsonObject().put("version", version).put("ts", ts);
  }

  /** Reads an announcement; empty when it is none. */
  static Optional<TruthVersion> parse(String message) {
    try {
      JsonObject json = new JsonObject(message);
      return Optional.of(new TruthVersion(json.getString("version"), json.getLong("ts")));
    } catch (DecodeException | ClassCastException | NullPointerException otherFormat) {
      return Optional.empty();
    }
  }
}
