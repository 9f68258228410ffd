package io.marketswarm.gateway;

import io.marketswarm.web.gates.Feature;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which feature of a tier opens which part of the edge. */
final class FeatureGates {
  private static final Map<String, Feature> BY_PREFIX = new LinkedHashMap<>();

  static {
    BY_PREFIX.put("/api/journals", Feature.JOURNAL_ACCESS);
    BY_PREFIX.put("/api/journal", Feature.JOURNAL_ACCESS);
    BY_PREFIX.put("/api/journal_entries", Feature.JOURNAL_ACCESS);
    BY_PREFIX.put("/api/playbooks", Feature.PLAYBOOK_ACCESS);
    BY_PREFIX.put("/api/playbook", Feature.PLAYBOOK_ACCESS);
    BY_PREFIX.put("/api/edge-lab", Feature.EDGE_LAB_ACCESS);
    BY_PREFIX.put("/api/leaderboard", Feature.LEADERBOARD_ACCESS);
    BY_PREFIX.put("/api/imports", Feature.IMPORT_ACCESS);
    BY_PREFIX.put("/api/models/heatmap", Feature.HEATMAP_ACCESS);
    BY_PREFIX.put("/sse/heatmap", Feature.HEATMAP_ACCESS);
    BY_PREFIX.put("/api/dealer-gravity/analyze", Feature.DG_ANALYSIS_ACCESS);
    BY_PREFIX.put("/api/vexy/routine-briefing", Feature.ROUTINE_BRIEFING_ACCESS);
  }

  private final Access access;

  FeatureGates(Access access) {
    this.access = access;
  }

  /** The feature that a path asks for, if it asks for one. */
  static Optional<Feature> at(String path) {
    for (Map.Entry<String, Feature> gate : BY_PREFIX.entrySet()) {
      if (RequestPath.isWithin(path, gate.getKey())) {
        return Optional.of(gate.getValue());
      }
    }
    return Optional.empty();
  }

  void check(RoutingContext request) {
    Optional<Visitor> visitor = Visitor.find(request);
    if (visitor.isPresent()) {
      at(RequestPath.of(request)).ifPresent(feature -> access.demand(visitor.get(), feature));
    }
    request.next();
  }
}
