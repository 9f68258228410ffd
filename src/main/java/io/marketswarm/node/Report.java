package io.marketswarm.node;

import io.marketswarm.service.Vitals.Condition;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a service stands, on one node or on all together.
 *
 * @param well whether nothing is amiss
 * @param instances how many run
 * @param workers how each feels
 * @param stopped workers that stay down until an operator acts, and why
 */
record Report(
    boolean well, int instances, Map<String, Condition> workers, Map<String, String> stopped) {
  private static final String WORKERS = "workers";
  private static final String STOPPED = "stopped";

  /** Both together; who is said to feel well and ill feels ill. */
  Report and(Report other) {
    Map<String, Condition> allWorkers = new TreeMap<>(workers);
    other.workers.forEach((worker, how) -> allWorkers.merge(worker, how, Report::worse));
    Map<String, String> allStopped = new TreeMap<>(stopped);
    allStopped.putAll(other.stopped);
    return new Report(well && other.well, instances + other.instances, allWorkers, allStopped);
  }

  static Condition worse(Condition one, Condition other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Adds what a heartbeat says of workers. */
  void tell(JsonObject heartbeat) {
    if (!workers.isEmpty()) {
      JsonObject names = new JsonObject();
      workers.forEach((worker, how) -> names.put(worker, how.name().toLowerCase(Locale.ROOT)));
      heartbeat.put(WORKERS, names);
    }
    if (!stopped.isEmpty()) {
      JsonObject reasons = new JsonObject();
      stopped.forEach(reasons::put);
      heartbeat.put(STOPPED, reasons);
    }
  }

  String encoded() {
    JsonObject out = new JsonObject().put("well", well).put("instances", instances);
    tell(out);
    return out.encode();
  }

  static Report decode(String text) {
    JsonObject in = new JsonObject(text);
    Map<String, Condition> workers = new TreeMap<>();
    in.getJsonObject(WORKERS, new JsonObject())
        .forEach(
            worker ->
                workers.put(
                    worker.getKey(),
                    Condition.valueOf(worker.getValue().toString().toUpperCase(Locale.ROOT))));
    Map<String, String> stopped = new TreeMap<>();
    in.getJsonObject(STOPPED, new JsonObject())
        .forEach(reason -> stopped.put(reason.getKey(), reason.getValue().toString()));
    return new Report(in.getBoolean("well"), in.getInteger("instances"), workers, stopped);
  }
}
