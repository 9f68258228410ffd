package io.marketswarm.gateway.models;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** JSON as its publisher encoded it; the bytes are shared by everybody who reads them. */
public final class Model {
  private static final HexFormat HEX = HexFormat.of();

  private final ByteBuf bytes;
  private final Buffer json;
  private volatile ByteBuf begun;
  private volatile PackedAnswer packed;
  private String tag;
  private String quotedTag;

  /** Takes the bytes over; the giver must not write to them any more. */
  public Model(Buffer json) {
    this.bytes = Unpooled.unreleasableBuffer(((BufferInternal) json).getByteBuf().asReadOnly());
    this.json = BufferInternal.buffer(bytes);
  }

  /** The bytes; read-only. */
  public Buffer json() {
    return json;
  }

  public int length() {
    return bytes.readableBytes();
  }

  /** The bytes for one writer, whose position is its own; not a copy. */
  ByteBuf share() {
    return bytes.duplicate();
  }

  /**
   * The bytes where the network takes them from, without a copy for each reader.
   *
   * @param head what stands before it in answers, always the same
   */
  ByteBuf begun(byte[] head) {
    ByteBuf shared = begun;
    if (shared == null) {
      shared = offHeap(head.length + length()).writeBytes(head).writeBytes(share());
      begun = shared;
    }
    return shared.duplicate();
  }

  /** What was packed of it; null until somebody has done so. */
  PackedAnswer packed() {
    return packed;
  }

  /**
   * Packs it, once, for all who ask. Takes its time.
   *
   * @param head what stands before it in answers
   */
  synchronized PackedAnswer pack(byte[] head) {
    if (packed == null) {
      packed = PackedAnswer.of(head, bytes.nioBuffer());
    }
    return packed;
  }

  /** Memory outside the heap that goes when nobody refers to it any more. */
  static ByteBuf offHeap(int length) {
    ByteBuf memory = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(length));
    return Unpooled.unreleasableBuffer(memory.clear());
  }

  /** Names this content: the same on every node, another as soon as one byte differs. */
  public String tag() {
    if (tag == null) {
      ByteBuffer content = bytes.nioBuffer();
      CRC32C one = new CRC32C();
      one.update(content.duplicate());
      CRC32 other = new CRC32();
      other.update(content);
      tag = HEX.toHexDigits((int) one.getValue()) + HEX.toHexDigits((int) other.getValue());
    }
    return tag;
  }

  /** The name as it stands in headers. */
  String quotedTag() {
    if (quotedTag == null) {
      quotedTag = ModelAnswer.quoted(tag());
    }
    return quotedTag;
  }

  boolean hasContent(Buffer other) {
    return json.equals(other);
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
