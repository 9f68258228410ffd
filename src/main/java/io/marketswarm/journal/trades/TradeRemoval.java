package io.marketswarm.journal.trades;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** What has to be done before trades are removed, in the same transaction. */
@FunctionalInterface
public interface TradeRemoval {
  /**
   * @param id of the trade, or of whatever the trades have in common
   */
  Future<Void> before(SqlConnection transaction, int user, String id);
}
