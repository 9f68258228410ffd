package io.marketswarm.gateway.econ;

/** The statements about economic indicators. */
final class IndicatorSql {
  private static final String COLUMNS =
      "id, `key`, name, rating, tier, description, is_active, release_time_et, cadence, rule_json,"
          + " created_at, updated_at";

  static final String ALL =
      "SELECT " + COLUMNS + " FROM economic_indicators ORDER BY rating DESC, name, id";

  static final String ONE = "SELECT " + COLUMNS + " FROM economic_indicators WHERE id = ?";

  static final String ALIASES =
      "SELECT indicator_id, alias FROM economic_indicator_aliases ORDER BY alias";

  static final String ALIASES_OF =
      "SELECT indicator_id, alias FROM economic_indicator_aliases WHERE indicator_id = ?"
          + " ORDER BY alias";

  static final String ADD =
      "INSERT INTO economic_indicators"
          + " (id, `key`, name, rating, tier, description, release_time_et, cadence, rule_json)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String ADD_ALIAS =
      "INSERT INTO economic_indicator_aliases (id, indicator_id, alias) VALUES (?, ?, ?)";

  static final String FORGET_ALIASES =
      "DELETE FROM economic_indicator_aliases WHERE indicator_id = ?";

  static final String LOCK = "SELECT `key` FROM economic_indicators WHERE id = ? FOR UPDATE";

  static final String RETIRE = "UPDATE economic_indicators SET is_active = 0 WHERE id = ?";

  static final String RELEASES =
      "SELECT `key`, name, rating, tier, release_time_et, cadence, rule_json"
          + " FROM economic_indicators WHERE is_active = 1 ORDER BY `key`";

  private IndicatorSql() {}

  static String update(String assignments) {
    return "UPDATE economic_indicators SET " + assignments + " WHERE id = ?";
  }
}
