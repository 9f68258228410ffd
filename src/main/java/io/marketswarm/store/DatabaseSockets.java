package io.marketswarm.store;

import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets under the connections of a pool. Closing the pool is not enough when the server reads
 * no more: it waits until everything is written.
 */
final class DatabaseSockets {
  private final Set<NetSocketInternal> open = ConcurrentHashMap.newKeySet();

  void add(SqlConnection connection) {
    Connection physical = ((SqlConnectionInternal) connection).unwrap().unwrap();
    NetSocketInternal socket = ((SocketConnectionBase) physical).socket();
    open.add(socket);
    socket.channelHandlerContext().channel().closeFuture().addListener(end -> open.remove(socket));
  }

  /** Ends them all at once, written or not, which fails what waits for answers on them. */
  void cut() {
    open.forEach(socket -> socket.channelHandlerContext().close());
  }
}
