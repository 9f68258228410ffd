package io.marketswarm.gateway.gravity;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of configurations, each belonging to one user; its statements follow from its settings.
 *
 * @param order of the list behind the default one
 */
record ConfigTable(String name, List<Setting> settings, String order) {
  static final String IS_DEFAULT = "is_default";

  /** How the profile is drawn. */
  static final ConfigTable PROFILE =
      new ConfigTable(
          "dealer_gravity_configs",
          List.of(
              Setting.text("name", "name", "Default", 100),
              Setting.flag("enabled", "enabled", true),
              Setting.choice("mode", "mode", "tv", "raw"),
              Setting.whole("widthPercent", "width_percent", 15, 1, 100),
              Setting.choice("rowsLayout", "rows_layout", "number_of_rows", "ticks_per_row"),
              Setting.whole("rowSize", "row_size", 24, 1, 10_000),
              Setting.number("cappingSigma", "capping_sigma", 2, 0, 9.99),
              Setting.color("color", "color", "#9333ea"),
              Setting.whole("transparency", "transparency", 50, 0, 100),
              Setting.flag("showVolumeNodes", "show_volume_nodes", true),
              Setting.flag("showVolumeWells", "show_volume_wells", true),
              Setting.flag("showCrevasses", "show_crevasses", true),
              Setting.flag("isDefault", IS_DEFAULT, false)),
          "name, id");

  /** How gamma is drawn beside it. */
  static final ConfigTable GAMMA_PANEL =
      new ConfigTable(
          "gex_panel_configs",
          List.of(
              Setting.flag("enabled", "enabled", true),
              Setting.choice("mode", "mode", "combined", "net"),
              Setting.color("callsColor", "calls_color", "#22c55e"),
              Setting.color("putsColor", "puts_color", "#ef4444"),
              Setting.whole("widthPx", "width_px", 60, 1, 2_000),
              Setting.flag("isDefault", IS_DEFAULT, false)),
          "id");

  String list() {
    return "SELECT id, %s, created_at, updated_at FROM %s WHERE user_id = ? ORDER BY %s DESC, %s"
        .formatted(columns(), name, IS_DEFAULT, order);
  }

  String add() {
    return "INSERT INTO %s (user_id, %s) VALUES (?, %s)"
        .formatted(
            name,
            columns(),
            Stream.generate(() -> "?").limit(settings.size()).collect(Collectors.joining(", ")));
  }

  String update(String assignments) {
    return "UPDATE %s SET %s WHERE id = ? AND user_id = ?".formatted(name, assignments);
  }

  String delete() {
    return "DELETE FROM %s WHERE id = ? AND user_id = ?".formatted(name);
  }

  String lock() {
    return "SELECT id FROM %s WHERE id = ? AND user_id = ? FOR UPDATE".formatted(name);
  }

  String clearDefault() {
    return "UPDATE %s SET %s = 0 WHERE user_id = ? AND %s = 1"
        .formatted(name, IS_DEFAULT, IS_DEFAULT);
  }

  private String columns() {
    return settings.stream().map(Setting::column).collect(Collectors.joining(", "));
  }
}
