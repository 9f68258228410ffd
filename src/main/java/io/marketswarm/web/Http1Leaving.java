package io.marketswarm.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;

/**
 * Lets one HTTP/1.1 connection of a leaving server end without losing a request. Vert.x would close
 * an idle connection the moment the server leaves, and a request the client has just sent would die
 * with it. This handler holds that order back: the next answer says {@code Connection: close}, and
 * only a connection whose client knows, or that stayed silent for the polite while, is closed.
 */
final class Http1Leaving extends ChannelDuplexHandler implements Leaving {
  private static final String EVENT_STREAM = "text/event-stream";

  private final Patience patience;
  private ChannelHandlerContext channel;
  private ShutdownEvent held;
  private boolean released;
  private int unanswered;
  private boolean receiving;
  private boolean clientKnows;
  private boolean patienceOver;
  private boolean upgraded;
  private boolean streaming;

  Http1Leaving(Patience patience) {
    this.patience = patience;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    channel = added;
  }

  @Override
  public void leave(ShutdownEvent order) {
    if (held != null) {
      return;
    }
    held = order;
    if (upgraded) {
      release();
      return;
    }
    channel
        .executor()
        .schedule(
            () -> {
              patienceOver = true;
              releaseIfDone();
            },
            patience.polite().toMillis(),
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

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (message instanceof HttpRequest) {
      unanswered++;
      receiving = true;
    }
    if (message instanceof LastHttpContent) {
      receiving = false;
      releaseSoonIfLeaving();
    }
    super.channelRead(ctx, message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    boolean last = message instanceof LastHttpContent;
    if (message instanceof HttpResponse response) {
      last &= begins(response, last);
    }
    super.write(ctx, message, toldAtOnce(ctx, promise));
    if (last) {
      unanswered--;
      releaseSoonIfLeaving();
    }
  }

  /**
   * The watch for silent connections listens to every write. On a promise of Vert.x each listener
   * costs a task of the loop; on one of Netty it is told as soon as the write is done.
   */
  private static ChannelPromise toldAtOnce(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (promise.isVoid() || promise instanceof DefaultChannelPromise) {
      return promise;
    }
    return ctx.newPromise()
        .addListener(
            written -> {
              if (written.isSuccess()) {
                promise.trySuccess();
              } else {
                promise.tryFailure(written.cause());
              }
            });
  }

  /** Whether this is the head of the real response, not an interim one. */
  private boolean begins(HttpResponse response, boolean complete) {
    if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      upgraded = true;
      if (held != null) {
        release();
      }
      return false;
    }
    if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      return false;
    }
    HttpHeaders headers = response.headers();
    streaming = !complete && isEventStream(headers.get(HttpHeaderNames.CONTENT_TYPE));
    if (held != null) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      clientKnows = true;
    }
    return true;
  }

  private static boolean isEventStream(String type) {
    return type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
  }

  /** Later in this turn of the loop, when Vert.x has finished its own account of the response. */
  private void releaseSoonIfLeaving() {
    if (held != null) {
      channel.executor().execute(this::releaseIfDone);
    }
  }

  private void releaseIfDone() {
    // The client of an event stream that ended comes back by itself, later, on a new connection.
    boolean mayClose = clientKnows || streaming || patienceOver;
    if (unanswered == 0 && !receiving && mayClose) {
      release();
    }
  }

  private void release() {
    if (!released) {
      released = true;
      channel.fireUserEventTriggered(held);
    }
  }
}
