package io.marketswarm.stream;

import io.marketswarm.log.Log;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.HttpContentEncoder;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.traffic.AbstractTrafficShapingHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
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
            && pipeline.get(HttpRequestDecoder.class) != null
            && pipeline.get(HttpResponseEncoder.class) != null
            && pipeline.get(HttpContentEncoder.class) == null
            && pipeline.get(AbstractTrafficShapingHandler.class) == null;
    if (!asExpected) {
      return null;
    }
    // It would not see what is written past it. The hub itself looks after silent streams.
    remove(pipeline, IdleStateHandler.class);
    ChannelHandlerContext below = deafen(pipeline);
    if (pipeline.get(SslHandler.class) != null) {
      return new Http1Writer(request, below, null);
    }
    Socket socket =
        channel instanceof UnixChannel unix && unix.fd() instanceof Socket direct ? direct : null;
    return new Http1Writer(request, below, socket);
  }

  /**
   * The connection ends with the stream, so no other request is answered on it. What reads them
   * goes, not in the middle of a request though: it keeps as much memory as the longest header
   * took.
   *
   * @return a context below the codec
   */
  private static ChannelHandlerContext deafen(ChannelPipeline pipeline) {
    String decoder = pipeline.context(HttpRequestDecoder.class).name();
    pipeline.addAfter(decoder, Deaf.NAME, Deaf.INSTANCE);
    pipeline
        .channel()
        .eventLoop()
        .execute(
            () -> {
              remove(pipeline, HttpRequestDecoder.class);
              remove(pipeline, WebSocketServerExtensionHandler.class);
            });
    return pipeline.context(Deaf.INSTANCE);
  }

  private static void remove(ChannelPipeline pipeline, Class<? extends ChannelHandler> handler) {
    if (pipeline.get(handler) != null) {
      pipeline.remove(handler);
    }
  }

  /** Takes no notice of what a client says while it listens. */
  @ChannelHandler.Sharable
  private static final class Deaf extends ChannelInboundHandlerAdapter {
    static final String NAME = "deaf";
    static final Deaf INSTANCE = new Deaf();

    @Override
    public void channelRead(ChannelHandlerContext context, Object said) {
      if (said instanceof HttpObject stillOfTheRequest) {
        context.fireChannelRead(stillOfTheRequest);
      } else {
        ReferenceCountUtil.release(said);
      }
    }
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
