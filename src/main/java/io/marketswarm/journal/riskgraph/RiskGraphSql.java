package io.marketswarm.journal.riskgraph;

import io.marketswarm.web.api.Columns;

/** The statements about risk-graph strategies and templates; each asks whose they are. */
final class RiskGraphSql {
  static final Columns STRATEGY =
      Columns.inCamelCase("s")
          .text("id")
          .integer("user_id")
          .text("symbol", "underlying", "strategy", "side")
          .number("strike")
          .integer("width", "dte")
          .date("expiration")
          .number("debit")
          .bool("visible")
          .integer("sort_order")
          .text("color", "label")
          .integer("added_at")
          .bool("is_active")
          .instant("created_at", "updated_at");

  static final Columns VERSION =
      Columns.inCamelCase("v")
          .integer("id")
          .text("strategy_id")
          .integer("version")
          .number("debit")
          .bool("visible")
          .text("label", "change_type", "change_reason")
          .instant("created_at");

  static final Columns TEMPLATE =
      Columns.inCamelCase("t")
          .text("id")
          .integer("user_id")
          .text("name", "description", "symbol", "strategy", "side")
          .integer("strike_offset", "width", "dte_target")
          .number("debit_estimate")
          .bool("is_public")
          .text("share_code")
          .integer("use_count")
          .instant("created_at");

  private static final String STRATEGIES =
      "SELECT " + STRATEGY.select() + " FROM risk_graph_strategies s WHERE s.user_id = ?";

  private static final String IN_ORDER = " ORDER BY s.sort_order, s.added_at DESC, s.id LIMIT 1000";

  static final String LIST = STRATEGIES + " AND (s.is_active = 1 OR ?)" + IN_ORDER;

  static final String GET = STRATEGIES + " AND s.id = ?";

  static final String LOCK = GET + " FOR UPDATE";

  static final String COUNT_ACTIVE =
      "SELECT COUNT(*) n FROM risk_graph_strategies WHERE user_id = ? AND is_active = 1";

  static final String INSERT =
      "INSERT INTO risk_graph_strategies (id, user_id, symbol, underlying, strategy, side, strike,"
          + " width, dte, expiration, debit, visible, sort_order, color, label, added_at,"
          + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?)";

  static final String UPDATE = "UPDATE risk_graph_strategies SET %s WHERE id = ? AND user_id = ?";

  static final String REORDER =
      "UPDATE risk_graph_strategies SET sort_order = ? WHERE id = ? AND user_id = ?";

  static final String DEACTIVATE =
      "UPDATE risk_graph_strategies SET is_active = 0 WHERE id = ? AND user_id = ? AND is_active ="
          + " 1";

  static final String DELETE = "DELETE FROM risk_graph_strategies WHERE id = ? AND user_id = ?";

  /** As the strategy stands now, under its next version. */
  static final String ADD_VERSION =
      "INSERT INTO risk_graph_strategy_versions (strategy_id, version, debit, visible, label,"
          + " change_type, change_reason)"
          + " SELECT s.id, (SELECT COALESCE(MAX(o.version), 0) + 1"
          + " FROM risk_graph_strategy_versions o WHERE o.strategy_id = s.id), s.debit, s.visible,"
          + " s.label, ?, ? FROM risk_graph_strategies s WHERE s.id = ?";

  static final String VERSIONS =
      "SELECT "
          + VERSION.select()
          + " FROM risk_graph_strategy_versions v"
          + " JOIN risk_graph_strategies s ON s.id = v.strategy_id"
          + " WHERE s.user_id = ? AND s.id = ? ORDER BY v.version DESC LIMIT 1000";

  private static final String TEMPLATES =
      "SELECT " + TEMPLATE.select() + " FROM risk_graph_templates t";

  static final String LIST_TEMPLATES =
      TEMPLATES
          + " WHERE t.user_id = ? OR (t.is_public = 1 AND ?)"
          + " ORDER BY t.created_at DESC, t.id LIMIT 1000";

  static final String GET_TEMPLATE =
      TEMPLATES + " WHERE t.id = ? AND (t.user_id = ? OR t.is_public = 1)";

  static final String LOCK_OWN_TEMPLATE =
      TEMPLATES + " WHERE t.id = ? AND t.user_id = ? FOR UPDATE";

  static final String SHARED_TEMPLATE = TEMPLATES + " WHERE t.share_code = ?";

  static final String INSERT_TEMPLATE =
      "INSERT INTO risk_graph_templates (id, user_id, name, description, symbol, strategy, side,"
          + " strike_offset, width, dte_target, debit_estimate, is_public, created_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String UPDATE_TEMPLATE =
      "UPDATE risk_graph_templates SET %s WHERE id = ? AND user_id = ?";

  static final String DELETE_TEMPLATE =
      "DELETE FROM risk_graph_templates WHERE id = ? AND user_id = ?";

  static final String SHARE =
      "UPDATE risk_graph_templates SET share_code = ? WHERE id = ? AND user_id = ?";

  static final String USED =
      "UPDATE risk_graph_templates SET use_count = use_count + 1 WHERE id = ?";

  private RiskGraphSql() {}
}
