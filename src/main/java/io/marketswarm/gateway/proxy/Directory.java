package io.marketswarm.gateway.proxy;

import io.marketswarm.gateway.RequestPath;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which parts of the edge lead to which service, and which lead nowhere. */
final class Directory {
  static final String JOURNAL = "journal";
  static final String VEXY = "vexy_ai";
  static final String COPILOT = "copilot";

  private static final List<String> JOURNAL_AREAS =
      List.of(
          "logs",
          "trades",
          "leaderboard",
          "orders",
          "alerts",
          "symbols",
          "tags",
          "settings",
          "journal",
          "playbook",
          "risk-graph",
          "journal_entries",
          "users",
          "analytics",
          "prompt-alerts",
          "algo-alerts",
          "algo-proposals",
          "edge-lab");

  private static final List<String> COPILOT_AREAS =
      List.of("/api/mel", "/api/adi", "/api/commentary", "/ws/mel", "/ws/commentary");

  /** Between services only; to a client they do not exist. */
  private static final List<String> DENIED =
      List.of(
          "/api/internal",
          "/api/users/with-logs",
          "/api/logs/health",
          "/api/edge-lab/active-users",
          "/api/vexy/admin/orchestrate");

  private static final Pattern EVALUATE = Pattern.compile("/api/alerts/[^/]+/evaluate");

  static final List<Destination> DESTINATIONS = destinations();

  private Directory() {}

  private static List<Destination> destinations() {
    List<Destination> all = new ArrayList<>();
    JOURNAL_AREAS.forEach(area -> all.add(Destination.to(JOURNAL, "/api/" + area)));
    for (String name : List.of("/api/strategys", "/api/strategies")) {
      all.add(Destination.renamed(JOURNAL, name, "/api/risk-graph/strategies"));
    }
    all.add(Destination.renamed(JOURNAL, "/api/templates", "/api/risk-graph/templates"));
    all.add(Destination.renamed(JOURNAL, "/api/journals", "/api/journal"));
    all.add(Destination.renamed(JOURNAL, "/api/playbooks", "/api/playbook"));
    all.add(Destination.forAdmins(VEXY, "/api/vexy/admin"));
    all.add(Destination.to(VEXY, "/api/vexy"));
    COPILOT_AREAS.forEach(area -> all.add(Destination.to(COPILOT, area)));
    return List.copyOf(all);
  }

  static boolean isDenied(String path) {
    return DENIED.stream().anyMatch(area -> RequestPath.isWithin(path, area));
  }

  static Optional<Destination> of(HttpMethod method, String path) {
    if (method == HttpMethod.POST && EVALUATE.matcher(path).matches()) {
      return Optional.of(Destination.to(COPILOT, path));
    }
    return DESTINATIONS.stream()
        .filter(destination -> RequestPath.isWithin(path, destination.prefix()))
        .findFirst();
  }
}
