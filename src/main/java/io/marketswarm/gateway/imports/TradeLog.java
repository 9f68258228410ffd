package io.marketswarm.gateway.imports;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * What the journal is to tell of changes made here: written with the change, numbered as its own
 * events are, and published by the journal, which looks for such rows every few seconds.
 */
final class TradeLog {
  /** Takes the next number of the user's trade log; held until the transaction ends. */
  private static final String COUNT =
      "INSERT INTO user_event_seq (user_id, stream, seq) VALUES (?, 'trade-log', 1)"
          + " ON DUPLICATE KEY UPDATE seq = seq + 1";

  /** With the number just taken. */
  private static final String ADD =
      "INSERT INTO position_events (event_id, event_seq, event_type, aggregate_type, aggregate_id,"
          + " aggregate_version, user_id, payload, occurred_at)"
          + " SELECT ?, seq, ?, ?, ?, ?, user_id, ?, UTC_TIMESTAMP(3)"
          + " FROM user_event_seq WHERE user_id = ? AND stream = 'trade-log'";

  /**
   * What happened.
   *
   * @param payload JSON
   */
  record Event(
      String type, String aggregateType, String aggregateId, int version, Buffer payload) {}

  private TradeLog() {}

  static Future<?> tell(SqlConnection connection, int userId, Event event) {
    return connection
        .preparedQuery(COUNT)
        .execute(Tuple.of(userId))
        .compose(
            counted ->
                connection
                    .preparedQuery(ADD)
                    .execute(
                        Tuple.of(
                            UUID.randomUUID().toString(),
                            event.type(),
                            event.aggregateType(),
                            event.aggregateId(),
                            event.version(),
                            event.payload().toString(),
                            userId)));
  }
}
