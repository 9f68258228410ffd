package io.marketswarm.journal.settings;

import io.marketswarm.web.api.Columns;

/** The statements about tags; each asks whose tag it is. */
final class TagSql {
  static final Columns TAG =
      Columns.of("t")
          .text("id")
          .integer("user_id")
          .text("name", "description")
          .bool("is_retired", "is_example")
          .text("category", "group")
          .bool("system", "is_locked")
          .list("visibility_scopes")
          .integer("usage_count")
          .instant("last_used_at", "created_at", "updated_at");

  private static final String TAGS = "SELECT " + TAG.select() + " FROM tags t WHERE t.user_id = ?";

  static final String LIST =
      TAGS
          + " AND (t.is_retired = 0 OR ?) AND t.category = COALESCE(?, t.category)"
          + " AND (? IS NULL OR JSON_CONTAINS(t.visibility_scopes, JSON_QUOTE(?)))"
          + " ORDER BY t.last_used_at DESC, t.created_at DESC, t.id LIMIT 1000";

  static final String GET = TAGS + " AND t.id = ?";

  static final String LOCK = GET + " FOR UPDATE";

  static final String SEEDED =
      "SELECT COUNT(*) all_tags, COALESCE(SUM(`system` = 1), 0) system_tags FROM tags"
          + " WHERE user_id = ?";

  static final String INSERT =
      "INSERT INTO tags (id, user_id, name, description, is_example, category, `group`, `system`,"
          + " is_locked, visibility_scopes, created_at, updated_at) VALUES";

  static final String SEED =
      "INSERT IGNORE INTO tags (id, user_id, name, description, is_example, category, `group`,"
          + " `system`, is_locked, visibility_scopes, created_at, updated_at) VALUES";

  static final String VALUES = " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String UPDATE = "UPDATE tags SET %s WHERE id = ? AND user_id = ?";

  static final String DELETE = "DELETE FROM tags WHERE id = ? AND user_id = ?";

  private TagSql() {}
}
