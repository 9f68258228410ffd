package io.marketswarm.truth;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a heartbeat can be missed once without its service being called dead. */
final class HeartbeatRules {
  private HeartbeatRules() {}

  static List<Finding> check(ComponentFile file) {
    List<Finding> findings = new ArrayList<>();
    file.component()
        .heartbeat()
        .ifPresent(block -> check(file.file(), "heartbeat", block, findings));
    return findings;
  }

  /** Checks the node's own table of heartbeats. */
  static List<Finding> check(String file, JsonObject node) {
    List<Finding> findings = new ArrayList<>();
    if (node.getValue("heartbeats") instanceof JsonObject table) {
      for (Map.Entry<String, Object> entry : table) {
        if (entry.getValue() instanceof JsonObject block) {
          check(file, "heartbeats/" + entry.getKey(), block, findings);
        }
      }
    }
    return findings;
  }

  private static void check(String file, String path, JsonObject block, List<Finding> findings) {
    if (!(block.getValue("interval_sec") instanceof Number interval)
        || !(block.getValue("ttl_sec") instanceof Number ttl)) {
      return;
    }
    String lives = "lives " + ttl + " s, beats every " + interval + " s: ";
    if (ttl.longValue() <= interval.longValue()) {
      findings.add(
          Finding.error(file, path + "/ttl_sec", lives + "ttl_sec must exceed interval_sec"));
    } else if (ttl.longValue() < 2 * interval.longValue()) {
      findings.add(
          Finding.warning(
              file, path + "/ttl_sec", lives + "one late beat looks like a dead service"));
    }
  }
}
