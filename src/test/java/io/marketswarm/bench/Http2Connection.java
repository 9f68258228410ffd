package io.marketswarm.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.Map;

/** As much of an HTTP/2 client as reading event streams takes. Its windows never fill. */
final class Http2Connection extends StreamConnection {
  private static final int HEAD = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM_AND_HEADERS = 5;
  private static final int LENGTH_PREFIX = 127;

  private final int count;
  private final boolean tls;
  private final BitSet begun = new BitSet();
  private final byte[] head = new byte[HEAD];
  private int headRead;
  private int left;
  private byte[] control = {};

  Http2Connection(
      Layer layer, String path, Deliveries deliveries, int firstStream, int count, boolean tls) {
    super(layer, path, deliveries, firstStream);
    this.count = count;
    this.tls = tls;
  }

  @Override
  void open(Map<String, String> headers) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    // SETTINGS: an initial window as large as can be; then one for the connection.
    out.writeBytes(new byte[] {0, 0, 6, SETTINGS, 0, 0, 0, 0, 0, 0, 4, 0x7f, -1, -1, -1});
    out.writeBytes(new byte[] {0, 0, 4, 8, 0, 0, 0, 0, 0, 0x7f, -1, 0, 0});
    byte[] request = request(headers);
    for (int i = 0; i < count; i++) {
      int id = 2 * i + 1;
      out.writeBytes(
          new byte[] {
            0,
            (byte) (request.length >> 8),
            (byte) request.length,
            HEADERS,
            END_STREAM_AND_HEADERS,
            0,
            0,
            0,
            0
          });
      byte[] soFar = out.toByteArray();
      soFar[soFar.length - 1] = (byte) id;
      out.reset();
      out.writeBytes(soFar);
      out.writeBytes(request);
    }
    write(out.toByteArray());
  }

  /** Headers in HPACK: indexed where the static table has them, plain otherwise. */
  private byte[] request(Map<String, String> headers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x82);
    out.write(tls ? 0x87 : 0x86);
    plain(out, new byte[] {4}, path);
    plain(out, new byte[] {1}, "localhost");
    headers.forEach(
        (name, value) -> {
          out.write(0);
          text(out, name);
          text(out, value);
        });
    return out.toByteArray();
  }

  private static void plain(ByteArrayOutputStream out, byte[] name, String value) {
    out.writeBytes(name);
    text(out, value);
  }

  /** Its length, in as many bytes as that takes, and itself. */
  private static void text(ByteArrayOutputStream out, String text) {
    int length = text.length();
    if (length < LENGTH_PREFIX) {
      out.write(length);
    } else {
      out.write(LENGTH_PREFIX);
      for (length -= LENGTH_PREFIX; length > 0x7f; length >>>= 7) {
        out.write(length & 0x7f | 0x80);
      }
      out.write(length);
    }
    out.writeBytes(text.getBytes(US_ASCII));
  }

  @Override
  void arrived(byte[] data, int from, int to, long now) throws IOException {
    int at = from;
    while (at < to) {
      if (headRead < HEAD) {
        head[headRead++] = data[at++];
        if (headRead == HEAD) {
          left = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
          control = head[3] == DATA ? control : new byte[left];
          finishIfWhole();
        }
        continue;
      }
      int part = Math.min(left, to - at);
      if (head[3] == DATA) {
        deliveries.arrived(firstStream + stream() / 2, data, at, at + part, now);
      } else {
        System.arraycopy(data, at, control, control.length - left, part);
      }
      at += part;
      left -= part;
      finishIfWhole();
    }
  }

  private int stream() {
    return (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
  }

  private void finishIfWhole() throws IOException {
    if (left > 0) {
      return;
    }
    headRead = 0;
    switch (head[3]) {
      case HEADERS -> begun.set(stream());
      case SETTINGS -> {
        if ((head[4] & ACK) == 0) {
          write(new byte[] {0, 0, 0, SETTINGS, ACK, 0, 0, 0, 0});
        }
      }
      case PING -> {
        if ((head[4] & ACK) == 0) {
          byte[] pong = new byte[HEAD + control.length];
          System.arraycopy(new byte[] {0, 0, 8, PING, ACK}, 0, pong, 0, 5);
          System.arraycopy(control, 0, pong, HEAD, control.length);
          write(pong);
        }
      }
      case RESET, GOAWAY -> throw new IOException("the server ends stream " + stream());
      default -> {}
    }
  }

  @Override
  int streams() {
    return begun.cardinality();
  }
}
