package io.marketswarm.web.gates;

import java.util.Locale;
import java.util.Optional;

/** What a tier may be given more or less of, or not at all. */
public enum Feature {
  VEXY_CHAT_RATE("Vexy Chat (per hour)", Kind.NUMBER),
  VEXY_INTERACTION_RATE("Vexy Interaction (per hour)", Kind.NUMBER),
  RISK_GRAPH_MAX_STRATEGIES("Risk Graph Max Strategies", Kind.NUMBER),
  TRADE_LOG_MAX_ACTIVE("Trade Log Max Active", Kind.NUMBER),
  POSITION_MAX_CONCURRENT("Position Max Concurrent", Kind.NUMBER),
  ALERT_MAX_ACTIVE("Alert Max Active", Kind.NUMBER),
  JOURNAL_ACCESS("Journal Access", Kind.BOOLEAN),
  PLAYBOOK_ACCESS("Playbook Access", Kind.BOOLEAN),
  EDGE_LAB_ACCESS("Edge Lab Access", Kind.BOOLEAN),
  ROUTINE_BRIEFING_ACCESS("Routine Briefing", Kind.BOOLEAN),
  HEATMAP_ACCESS("Heatmap Access", Kind.BOOLEAN),
  DG_ANALYSIS_ACCESS("DG Analysis Access", Kind.BOOLEAN),
  IMPORT_ACCESS("Import Functionality", Kind.BOOLEAN),
  LEADERBOARD_ACCESS("Leaderboard Access", Kind.BOOLEAN);

  /** Whether a feature is an amount or a door. */
  public enum Kind {
    NUMBER,
    BOOLEAN;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean accepts(Object value) {
      return this == BOOLEAN
          ? value instanceof Boolean
          : value instanceof Integer || value instanceof Long;
    }
  }

  private final String label;
  private final Kind kind;

  Feature(String label, Kind kind) {
    this.label = label;
    this.kind = kind;
  }

  /** The name on the wire. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String label() {
    return label;
  }

  public Kind kind() {
    return kind;
  }

  public static Optional<Feature> byId(String id) {
    for (Feature feature : values()) {
      if (feature.id().equals(id)) {
        return Optional.of(feature);
      }
    }
    return Optional.empty();
  }
}
