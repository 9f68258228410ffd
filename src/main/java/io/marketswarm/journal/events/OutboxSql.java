package io.marketswarm.journal.events;

/** The statements of the outbox. */
final class OutboxSql {
  /** How many events of a user are published in one go. */
  static final int PORTION = 200;

  /** How many old events are removed in one go. */
  static final int FORGOTTEN_AT_ONCE = 1_000;

  /** Takes the next number of a user and family; held until the transaction ends. */
  static final String COUNT =
      "INSERT INTO user_event_seq (user_id, stream, seq) VALUES (?, ?, 1)"
          + " ON DUPLICATE KEY UPDATE seq = seq + 1";

  /** Takes no number, but the lock. */
  static final String LOCK =
      "INSERT INTO user_event_seq (user_id, stream, seq) VALUES (?, ?, 0)"
          + " ON DUPLICATE KEY UPDATE seq = seq";

  /** With the number just taken. */
  static final String ADD_MESSAGE =
      "INSERT INTO user_outbox (user_id, stream, seq, message)"
          + " SELECT user_id, stream, seq, ? FROM user_event_seq WHERE user_id = ? AND stream = ?";

  /** With the number just taken. */
  static final String ADD_EVENT =
      "INSERT INTO position_events (event_id, event_seq, event_type, aggregate_type, aggregate_id,"
          + " aggregate_version, user_id, payload, occurred_at)"
          + " SELECT ?, seq, ?, ?, ?, ?, user_id, ?, ? FROM user_event_seq"
          + " WHERE user_id = ? AND stream = 'trade-log'";

  static final String EVENT_COLUMNS =
      "event_id, event_seq, event_type, aggregate_type, aggregate_id, aggregate_version, payload,"
          + " occurred_at, published_at";

  static final String UNPUBLISHED_EVENTS =
      "SELECT "
          + EVENT_COLUMNS
          + " FROM position_events WHERE user_id = ? AND published_at IS NULL"
          + " ORDER BY event_seq LIMIT "
          + PORTION;

  static final String UNPUBLISHED_MESSAGES =
      "SELECT stream, seq, message FROM user_outbox WHERE user_id = ? AND published_at IS NULL"
          + " ORDER BY stream, seq LIMIT "
          + PORTION;

  static final String EVENTS_PUBLISHED =
      "UPDATE position_events SET published_at = UTC_TIMESTAMP(3)"
          + " WHERE user_id = ? AND event_seq <= ? AND published_at IS NULL";

  static final String MESSAGES_PUBLISHED =
      "UPDATE user_outbox SET published_at = UTC_TIMESTAMP(3)"
          + " WHERE user_id = ? AND stream = ? AND seq <= ? AND published_at IS NULL";

  static final String USERS_WITH_UNPUBLISHED =
      "SELECT DISTINCT user_id FROM position_events WHERE published_at IS NULL"
          + " UNION SELECT DISTINCT user_id FROM user_outbox WHERE published_at IS NULL LIMIT 500";

  static final String EVENTS_AFTER =
      "SELECT "
          + EVENT_COLUMNS
          + " FROM position_events WHERE user_id = ? AND event_seq > ? ORDER BY event_seq LIMIT ?";

  static final String RANGE =
      "SELECT COALESCE(MAX(event_seq), 0) last_seq, COALESCE(MIN(event_seq), 0) oldest_seq"
          + " FROM position_events WHERE user_id = ?";

  static final String FORGET_EVENTS =
      "DELETE FROM position_events WHERE published_at IS NOT NULL"
          + " AND created_at < UTC_TIMESTAMP(3) - INTERVAL 30 DAY LIMIT "
          + FORGOTTEN_AT_ONCE;

  static final String FORGET_MESSAGES =
      "DELETE FROM user_outbox WHERE published_at IS NOT NULL"
          + " AND created_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT "
          + FORGOTTEN_AT_ONCE;

  private OutboxSql() {}
}
