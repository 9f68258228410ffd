package io.marketswarm.gateway.models;

import io.marketswarm.web.Encodings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/**
 * Answers with a model: the usual envelope around the bytes it came in, which are not copied. Large
 * ones go packed to clients that can unpack them; each is packed once, however many ask.
 */
public final class ModelAnswer {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");
  private static final byte[] HEAD = ascii("{\"success\":true,\"data\":");
  private static final byte[] TAIL = ascii(",\"ts\":");
  private static final int MILLIS_DIGITS = 20;
  private static final int NOT_MODIFIED = 304;

  /** Up to here copying costs less than keeping parts apart. */
  private static final int COPIED = 2 << 10;

  /** Up to here packing is not worth its time. */
  private static final int UNPACKED = 8 << 10;

  private static final int SHEET = 16 << 10;

  /**
   * Memory that short pieces are written to one after the other; a full sheet is left to the GC.
   */
  private static final FastThreadLocal<ByteBuf> SHEETS =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
          return Model.offHeap(SHEET);
        }
      };

  private ModelAnswer() {}

  /** A client that has this content already is told so. */
  public static void send(RoutingContext request, Model model) {
    sendQuoted(request, model, model.quotedTag(), REVALIDATE);
  }

  /**
   * @param tag names the content
   * @param caching what the client may do with it
   */
  public static void send(RoutingContext request, Model model, String tag, CharSequence caching) {
    sendQuoted(request, model, quoted(tag), caching);
  }

  static String quoted(String tag) {
    return "\"" + tag + "\"";
  }

  private static void sendQuoted(
      RoutingContext request, Model model, String tag, CharSequence caching) {
    if (isAtHand(request.request(), model)) {
      send(request.request(), model, tag, caching);
    } else {
      request
          .vertx()
          .executeBlocking(() -> model.pack(HEAD), false)
          .onSuccess(packed -> send(request.request(), model, tag, caching))
          .onFailure(request::fail);
    }
  }

  /** Whether it can be sent as it is, in a form that the client takes. */
  static boolean isAtHand(HttpServerRequest request, Model model) {
    return model.length() <= UNPACKED
        || model.packed() != null
        || !Encodings.accepts(request, Encodings.GZIP);
  }

  /** Answers with a model that is at hand. */
  static void send(HttpServerRequest request, Model model) {
    send(request, model, model.quotedTag(), REVALIDATE);
  }

  private static void send(
      HttpServerRequest request, Model model, String quoted, CharSequence caching) {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.ETAG, quoted).putHeader(HttpHeaders.CACHE_CONTROL, caching);
    String held = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (held != null && (held.contains(quoted) || held.strip().equals("*"))) {
      response.setStatusCode(NOT_MODIFIED).end();
    } else if (model.length() > UNPACKED) {
      response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      sendLarge(request, model);
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(envelope(model));
    }
  }

  private static void sendLarge(HttpServerRequest request, Model model) {
    HttpServerResponse response = request.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    if (Encodings.accepts(request, Encodings.GZIP)) {
      ByteBuf end = close(Unpooled.buffer(TAIL.length + MILLIS_DIGITS));
      ByteBuf room = sheet(end.readableBytes() + PackedAnswer.ROOM);
      response
          .putHeader(HttpHeaders.CONTENT_ENCODING, Encodings.GZIP)
          .end(model.packed().endingWith(end, room));
    } else {
      response.end(envelope(model));
    }
  }

  private static Buffer envelope(Model model) {
    int length = model.length();
    if (length <= COPIED) {
      return Buffer.buffer(HEAD.length + length + TAIL.length + MILLIS_DIGITS)
          .appendBytes(HEAD)
          .appendBuffer(model.json())
          .appendBytes(TAIL)
          .appendBytes(ascii(Long.toString(System.currentTimeMillis())))
          .appendByte((byte) '}');
    }
    return BufferInternal.buffer(Unpooled.wrappedUnmodifiableBuffer(model.begun(HEAD), tail()));
  }

  /** What stands after a model, out of the loop's sheet. */
  private static ByteBuf tail() {
    ByteBuf sheet = sheet(TAIL.length + MILLIS_DIGITS);
    int from = sheet.writerIndex();
    close(sheet);
    return sheet.slice(from, sheet.writerIndex() - from);
  }

  /** The loop's sheet with room for so many bytes. */
  private static ByteBuf sheet(int bytes) {
    ByteBuf sheet = SHEETS.get();
    if (sheet.writableBytes() < bytes) {
      sheet = Model.offHeap(SHEET);
      SHEETS.set(sheet);
    }
    return sheet;
  }

  private static ByteBuf close(ByteBuf json) {
    json.writeBytes(TAIL);
    json.writeCharSequence(Long.toString(System.currentTimeMillis()), StandardCharsets.US_ASCII);
    return json.writeByte('}');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
