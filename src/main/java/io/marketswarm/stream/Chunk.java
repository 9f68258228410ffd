package io.marketswarm.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.buffer.Buffer;

/**
 * Bytes that leave in one write, to one stream or to thousands. They stand in native memory, ready
 * as a chunk of HTTP/1.1, whose middle is what HTTP/2 sends.
 */
final class Chunk {
  private static final byte[] ID = "id: ".getBytes(US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  /** Room for the size in hexadecimal and the end of its line. */
  private static final int HEAD = 10;

  private static final int TAIL = 2;
  private static final int MOST_DIGITS = 19;

  private final ByteBuf bytes;
  private boolean sealed;
  private Buffer copy;

  private Chunk(ByteBuf bytes) {
    this.bytes = bytes;
  }

  /** An empty one; it grows when the guess was too small. */
  static Chunk ofAbout(int size) {
    ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(HEAD + size + TAIL);
    return new Chunk(bytes.writerIndex(HEAD));
  }

  static Chunk of(byte[] content) {
    Chunk chunk = ofAbout(content.length);
    chunk.append(content, 0, content.length);
    return chunk.seal();
  }

  /** Bytes a numbered id takes at most. */
  static int mostIdSize(byte[] prefix) {
    return ID.length + prefix.length + MOST_DIGITS + 1;
  }

  void appendId(byte[] prefix, long number) {
    bytes.writeBytes(ID).writeBytes(prefix);
    appendDigits(number);
    bytes.writeByte('\n');
  }

  void appendId(CharSequence id) {
    bytes.writeBytes(ID);
    bytes.writeCharSequence(id, US_ASCII);
    bytes.writeByte('\n');
  }

  void append(byte[] content, int from, int length) {
    bytes.writeBytes(content, from, length);
  }

  private void appendDigits(long number) {
    long unit = 1;
    while (number / unit >= 10) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      bytes.writeByte((int) ('0' + number / unit % 10));
    }
  }

  /** Bytes of content so far; of a sealed one, of its content. */
  int size() {
    return bytes.writerIndex() - HEAD - (sealed ? TAIL : 0);
  }

  /** Frames the content. */
  Chunk seal() {
    int size = size();
    int at = HEAD - 1;
    bytes.setByte(at--, '\n');
    bytes.setByte(at--, '\r');
    int rest = size;
    do {
      bytes.setByte(at--, HEX[rest & 0xf]);
      rest >>>= 4;
    } while (rest != 0);
    sealed = true;
    bytes.writeByte('\r').writeByte('\n').readerIndex(at + 1);
    return this;
  }

  /** The whole chunk, framed for HTTP/1.1; to be retained by whoever keeps it. */
  ByteBuf framed() {
    return bytes;
  }

  /** The content alone, retained. */
  ByteBuf retainedContent() {
    return bytes.retainedSlice(HEAD, size());
  }

  /** The content as a buffer that may be kept; all get the same one. */
  Buffer copy() {
    if (copy == null) {
      byte[] content = new byte[size()];
      bytes.getBytes(HEAD, content);
      copy = Buffer.buffer(content);
    }
    return copy;
  }

  void release() {
    bytes.release();
  }
}
