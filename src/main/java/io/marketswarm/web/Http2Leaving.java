package io.marketswarm.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;

/**
 * Lets one HTTP/2 connection of a leaving server end without losing a request: first a GOAWAY that
 * still accepts every stream, so that the client opens new ones elsewhere; then, after the polite
 * while, Vert.x's own graceful end, which waits for the streams that are open.
 */
final class Http2Leaving extends ChannelInboundHandlerAdapter implements Leaving {
  private static final long NO_ERROR = 0;
  private static final int ANY_STREAM = Integer.MAX_VALUE;

  private final HttpConnection connection;
  private final Patience patience;
  private ChannelHandlerContext channel;
  private boolean leaving;

  Http2Leaving(HttpConnection connection, Patience patience) {
    this.connection = connection;
    this.patience = patience;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    channel = added;
  }

  @Override
  public void leave(ShutdownEvent order) {
    if (leaving) {
      return;
    }
    leaving = true;
    connection.goAway(NO_ERROR, ANY_STREAM);
    long politeMillis = patience.polite().toMillis();
    long leftMillis = patience.overall().toMillis() - politeMillis;
    channel
        .executor()
        .schedule(
            () ->
                channel.fireUserEventTriggered(
                    new ShutdownEvent(leftMillis, TimeUnit.MILLISECONDS)),
            politeMillis,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof ShutdownEvent order) {
      leave(order);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }
}
