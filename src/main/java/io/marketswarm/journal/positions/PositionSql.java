package io.marketswarm.journal.positions;

import io.marketswarm.web.api.Columns;

/** The statements about positions; each asks whose position it is. */
final class PositionSql {
  static final Columns POSITION =
      Columns.inCamelCase("p")
          .text("id")
          .integer("user_id")
          .text("status", "symbol", "underlying")
          .integer("version")
          .instant("opened_at", "closed_at")
          .json("tags")
          .text("campaign_id", "import_batch_id")
          .instant("created_at", "updated_at");

  static final Columns LEG =
      Columns.inCamelCase("g")
          .text("id", "position_id", "instrument_type")
          .date("expiry")
          .number("strike")
          .text("right")
          .integer("quantity")
          .instant("created_at");

  static final Columns FILL =
      Columns.inCamelCase("f")
          .text("id", "leg_id")
          .number("price")
          .integer("quantity")
          .instant("occurred_at", "recorded_at");

  static final String GET =
      "SELECT " + POSITION.select() + " FROM positions p WHERE p.id = ? AND p.user_id = ?";

  static final String LOCK = GET + " FOR UPDATE";

  private static final String NEWEST_FIRST = " ORDER BY p.created_at DESC, p.id LIMIT ? OFFSET ?";

  static final String LIST =
      "SELECT " + POSITION.select() + " FROM positions p WHERE p.user_id = ?" + NEWEST_FIRST;

  static final String LIST_BY_STATUS =
      "SELECT "
          + POSITION.select()
          + " FROM positions p WHERE p.user_id = ? AND p.status = ?"
          + NEWEST_FIRST;

  static final String LEGS =
      "SELECT " + LEG.select() + " FROM legs g WHERE g.position_id = ? ORDER BY g.idx";

  /** For as many positions as there are question marks. */
  static final String LEGS_OF_MANY =
      "SELECT "
          + LEG.select()
          + " FROM legs g WHERE g.position_id IN (%s) ORDER BY g.position_id, g.idx";

  static final String FILLS =
      "SELECT "
          + FILL.select()
          + " FROM fills f JOIN legs g ON g.id = f.leg_id WHERE g.position_id = ?"
          + " ORDER BY f.occurred_at, f.recorded_at, f.id";

  static final String INSERT =
      "INSERT INTO positions (id, user_id, status, symbol, underlying, opened_at, closed_at, tags,"
          + " campaign_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String INSERT_LEG =
      "INSERT INTO legs (id, position_id, idx, instrument_type, expiry, strike, `right`, quantity,"
          + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String DELETE_LEGS = "DELETE FROM legs WHERE position_id = ?";

  static final String LEG_OF = "SELECT 1 FROM legs WHERE id = ? AND position_id = ?";

  static final String INSERT_FILL =
      "INSERT INTO fills (id, leg_id, price, quantity, occurred_at, recorded_at)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  /** Position, user, and the version it must have; the last is null when any will do. */
  static final String UPDATE =
      "UPDATE positions SET %s version = version + 1"
          + " WHERE id = ? AND user_id = ? AND version = COALESCE(?, version)";

  static final String DELETE = "DELETE FROM positions WHERE id = ? AND user_id = ?";

  private PositionSql() {}
}
