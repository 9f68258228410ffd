package io.marketswarm.stream;

import io.marketswarm.log.Log;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.HttpContentEncoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.traffic.AbstractTrafficShapingHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one place that knows what lies behind the connections of Vert.x. Where that is not what was
 * expected, streams are written through the public interface.
 */
final class NettyAccess {
  private static final Log LOG = Log.of("stream");
  private static final AtomicBoolean SAID = new AtomicBoolean();
  private static final AttributeKey<Http2Writer.Connection> SHARED =
      AttributeKey.valueOf(NettyAccess.class, "shared");

  private NettyAccess() {}

  /** The event loop this is called on. */
  static EventLoop eventLoop(Vertx vertx) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    if (!context.isEventLoopContext() || !context.nettyEventLoop().inEventLoop()) {
      throw new IllegalStateException("streams are opened on the event loop of their connection");
    }
    return context.nettyEventLoop();
  }

  /** The fastest writer there is for a response whose head is written. */
  static Writer writer(HttpServerRequest request) {
    try {
      Channel channel =
          ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
      Writer fast =
          request.version() == HttpVersion.HTTP_2
              ? http2(request, channel)
              : http1(request, channel);
      return fast != null ? fast : new PlainWriter(request.response());
    } catch (ClassCastException | LinkageError different) {
      if (SAID.compareAndSet(false, true)) {
        LOG.warn("Vert.x is not as expected; streams are written through its interface", different);
      }
      return new PlainWriter(request.response());
    }
  }

  private static Writer http1(HttpServerRequest request, Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    boolean asExpected =
        request.response().isChunked()
            && pipeline.get(HttpResponseEncoder.class) != null
            && pipeline.get(HttpContentEncoder.class) == null
            && pipeline.get(AbstractTrafficShapingHandler.class) == null;
    if (!asExpected) {
      return null;
    }
    // It would not see what is written past it. The hub itself looks after silent streams.
    if (pipeline.get(IdleStateHandler.class) != null) {
      pipeline.remove(IdleStateHandler.class);
    }
    if (pipeline.get(SslHandler.class) != null) {
      return new Http1Writer(request, above(pipeline, SslHandler.class), null);
    }
    Socket socket =
        channel instanceof UnixChannel unix && unix.fd() instanceof Socket direct ? direct : null;
    return new Http1Writer(request, pipeline.firstContext(), socket);
  }

  /** The context whose writes reach a handler first. */
  private static ChannelHandlerContext above(
      ChannelPipeline pipeline, Class<? extends io.netty.channel.ChannelHandler> handler) {
    List<String> names = pipeline.names();
    return pipeline.context(names.get(names.indexOf(pipeline.context(handler).name()) + 1));
  }

  private static Writer http2(HttpServerRequest request, Channel channel) {
    HttpServerResponse response = request.response();
    Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
    Http2Stream stream = handler == null ? null : handler.connection().stream(response.streamId());
    if (stream == null) {
      return null;
    }
    var shared = channel.attr(SHARED);
    if (shared.get() == null) {
      shared.set(new Http2Writer.Connection(handler, channel.pipeline().context(handler)));
    }
    return new Http2Writer(response, shared.get(), stream);
  }
}
