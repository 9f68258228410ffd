package io.marketswarm.journal.edgelab;

import io.marketswarm.web.api.Columns;

/** The statements of the edge lab; each asks whose the setup is. */
final class EdgeSql {
  static final Columns SETUP =
      Columns.inCamelCase("s")
          .text("id")
          .integer("user_id")
          .text("trade_id", "position_id")
          .date("setup_date")
          .text("regime", "gex_posture", "vol_state", "time_structure", "heatmap_color")
          .text("position_structure", "width_bucket", "directional_bias")
          .text("entry_logic", "exit_logic")
          .bool("entry_defined", "exit_defined")
          .text("structure_signature")
          .json("bias_state")
          .text("status")
          .instant("created_at", "updated_at");

  static final Columns HYPOTHESIS =
      Columns.inCamelCase("h")
          .text("id", "setup_id")
          .integer("user_id")
          .text("thesis", "convexity_source", "failure_condition")
          .bool("max_risk_defined")
          .instant("locked_at")
          .boolFrom("isLocked", "h.locked_at IS NOT NULL")
          .instant("created_at");

  static final Columns OUTCOME =
      Columns.inCamelCase("o")
          .text("id", "setup_id")
          .integer("user_id")
          .text("outcome_type", "system_suggestion")
          .number("suggestion_confidence")
          .text("suggestion_reasoning")
          .bool("hypothesis_valid", "structure_resolved", "exit_per_plan")
          .text("notes")
          .number("pnl_result")
          .instant("confirmed_at")
          .boolFrom("isConfirmed", "o.confirmed_at IS NOT NULL")
          .instant("created_at");

  static final Columns SCORE =
      Columns.inCamelCase("c")
          .integer("id", "user_id")
          .date("window_start", "window_end")
          .text("scope")
          .number("structural_integrity", "execution_discipline", "bias_interference_rate")
          .number("regime_alignment", "final_score")
          .integer("sample_size")
          .instant("computed_at");

  static final Columns METRIC =
      Columns.inCamelCase("m")
          .integer("id", "user_id")
          .text("metric_type", "scope")
          .date("window_start", "window_end")
          .json("payload")
          .integer("sample_size")
          .instant("computed_at");

  private static final String SETUPS =
      "SELECT " + SETUP.select() + " FROM edge_lab_setups s WHERE s.user_id = ?";

  /** To be completed with the filters asked for. */
  static final String LIST = SETUPS;

  static final String NEWEST_FIRST = " ORDER BY s.setup_date DESC, s.created_at DESC, s.id LIMIT ?";

  static final String GET = SETUPS + " AND s.id = ?";

  static final String LOCK = GET + " FOR UPDATE";

  static final String INSERT =
      "INSERT INTO edge_lab_setups (id, user_id, trade_id, position_id, setup_date, regime,"
          + " gex_posture, vol_state, time_structure, heatmap_color, position_structure,"
          + " width_bucket, directional_bias, entry_logic, exit_logic, entry_defined, exit_defined,"
          + " bias_state, structure_signature, created_at, updated_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String OWNS_TRADE =
      "SELECT 1 FROM trades t JOIN trade_logs l ON l.id = t.log_id"
          + " WHERE l.user_id = ? AND t.id = ?";

  static final String OWNS_POSITION = "SELECT 1 FROM positions WHERE user_id = ? AND id = ?";

  static final String UPDATE = "UPDATE edge_lab_setups SET %s WHERE id = ? AND user_id = ?";

  private static final String HYPOTHESES =
      "SELECT " + HYPOTHESIS.select() + " FROM edge_lab_hypotheses h WHERE h.user_id = ?";

  static final String HYPOTHESIS_OF = HYPOTHESES + " AND h.setup_id = ?";

  static final String LOCK_HYPOTHESIS = HYPOTHESES + " AND h.id = ? FOR UPDATE";

  static final String INSERT_HYPOTHESIS =
      "INSERT INTO edge_lab_hypotheses (id, setup_id, user_id, thesis, convexity_source,"
          + " failure_condition, max_risk_defined, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  static final String HYPOTHESIS_LOCKED =
      "UPDATE edge_lab_hypotheses SET locked_at = ? WHERE id = ? AND user_id = ?";

  private static final String OUTCOMES =
      "SELECT " + OUTCOME.select() + " FROM edge_lab_outcomes o WHERE o.user_id = ?";

  static final String OUTCOME_OF = OUTCOMES + " AND o.setup_id = ?";

  static final String LOCK_OUTCOME = OUTCOMES + " AND o.id = ? FOR UPDATE";

  static final String INSERT_OUTCOME =
      "INSERT INTO edge_lab_outcomes (id, setup_id, user_id, outcome_type, system_suggestion,"
          + " suggestion_confidence, suggestion_reasoning, hypothesis_valid, structure_resolved,"
          + " exit_per_plan, notes, pnl_result, created_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String OUTCOME_CONFIRMED =
      "UPDATE edge_lab_outcomes SET confirmed_at = ? WHERE id = ? AND user_id = ?";

  /** What the analysis is made of: confirmed outcomes of setups of these days. */
  static final String CONFIRMED =
      "SELECT o.outcome_type, o.hypothesis_valid, o.exit_per_plan, s.regime, s.gex_posture,"
          + " s.vol_state, s.time_structure, s.heatmap_color, s.bias_state"
          + " FROM edge_lab_outcomes o JOIN edge_lab_setups s ON s.id = o.setup_id"
          + " WHERE s.user_id = ? AND s.setup_date BETWEEN ? AND ? AND o.confirmed_at IS NOT NULL"
          + " ORDER BY s.setup_date, s.id LIMIT 100000";

  static final String SIGNATURES =
      "SELECT structure_signature, COUNT(*) n, MIN(setup_date) first_seen,"
          + " MAX(setup_date) last_seen FROM edge_lab_setups WHERE user_id = ?"
          + " GROUP BY structure_signature ORDER BY n DESC, structure_signature LIMIT 1000";

  static final String KEEP_SCORE =
      "INSERT INTO edge_lab_edge_scores (user_id, window_start, window_end, structural_integrity,"
          + " execution_discipline, bias_interference_rate, regime_alignment, final_score,"
          + " sample_size, computed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON DUPLICATE KEY UPDATE structural_integrity = VALUES(structural_integrity),"
          + " execution_discipline = VALUES(execution_discipline),"
          + " bias_interference_rate = VALUES(bias_interference_rate),"
          + " regime_alignment = VALUES(regime_alignment), final_score = VALUES(final_score),"
          + " sample_size = VALUES(sample_size), computed_at = VALUES(computed_at)";

  static final String SCORES_SINCE =
      "SELECT "
          + SCORE.select()
          + " FROM edge_lab_edge_scores c WHERE c.user_id = ? AND c.computed_at >= ?"
          + " ORDER BY c.computed_at, c.id LIMIT 1000";

  static final String LATEST_SCORE =
      "SELECT "
          + SCORE.select()
          + " FROM edge_lab_edge_scores c WHERE c.user_id = ?"
          + " ORDER BY c.computed_at DESC, c.id DESC LIMIT 1";

  static final String KEEP_METRIC =
      "INSERT INTO edge_lab_metrics (user_id, metric_type, window_start, window_end, payload,"
          + " sample_size, computed_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
          + " ON DUPLICATE KEY UPDATE payload = VALUES(payload),"
          + " sample_size = VALUES(sample_size), computed_at = VALUES(computed_at)";

  static final String LATEST_METRIC =
      "SELECT "
          + METRIC.select()
          + " FROM edge_lab_metrics m WHERE m.user_id = ? AND m.metric_type = ?"
          + " ORDER BY m.computed_at DESC, m.id DESC LIMIT 1";

  static final String ACTIVE_USERS =
      "SELECT DISTINCT user_id FROM edge_lab_setups WHERE updated_at >= ? ORDER BY user_id";

  private EdgeSql() {}
}
