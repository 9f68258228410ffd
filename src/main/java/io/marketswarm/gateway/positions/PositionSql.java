package io.marketswarm.gateway.positions;

/** The statements of leg positions; each asks for the owner. */
final class PositionSql {
  private static final String COLUMNS =
      "id, user_id, symbol, position_type, direction, legs_json, primary_expiration, cost_basis,"
          + " cost_basis_type, visible, sort_order, color, label, added_at, version, created_at,"
          + " updated_at";

  private static final String ORDER = " ORDER BY sort_order, primary_expiration, added_at DESC, id";

  static final String LIST = "SELECT " + COLUMNS + " FROM leg_positions WHERE user_id = ?";
  static final String OF_SYMBOL = " AND symbol = ?";
  static final String OF_VISIBILITY = " AND visible = ?";
  static final String UNEXPIRED = " AND primary_expiration >= ?";

  static final String ONE =
      "SELECT " + COLUMNS + " FROM leg_positions WHERE id = ? AND user_id = ?";

  static final String VERSION = "SELECT version FROM leg_positions WHERE id = ? AND user_id = ?";

  /** Lets one request of a user at a time count and add. */
  static final String LOCK_USER = "SELECT id FROM users WHERE id = ? FOR UPDATE";

  static final String COUNT =
      "SELECT COUNT(*) AS n FROM leg_positions WHERE user_id = ? AND primary_expiration >= ?";

  static final String ADD =
      "INSERT INTO leg_positions (user_id, symbol, position_type, direction, legs_json,"
          + " primary_expiration, dte, cost_basis, cost_basis_type, visible, sort_order, color,"
          + " label, added_at, import_batch_id)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String DELETE = "DELETE FROM leg_positions WHERE id = ? AND user_id = ?";

  static final String LOCK_ALL = "SELECT id FROM leg_positions WHERE user_id = ? FOR UPDATE";

  static final String SORT = "UPDATE leg_positions SET sort_order = ? WHERE id = ? AND user_id = ?";

  private PositionSql() {}

  static String list(String conditions) {
    return LIST + conditions + ORDER;
  }

  /**
   * @param assignments of the columns that change
   */
  static String update(String assignments, boolean ofVersion) {
    return "UPDATE leg_positions SET "
        + assignments
        + ", version = version + 1 WHERE id = ? AND user_id = ?"
        + (ofVersion ? " AND version = ?" : "");
  }
}
