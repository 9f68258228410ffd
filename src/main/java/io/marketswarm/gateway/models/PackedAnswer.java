package io.marketswarm.gateway.models;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The beginning of many answers in gzip, packed once; what is different in each of them follows as
 * it is, in a block of its own, and so answers are one gzip file that any client reads.
 */
final class PackedAnswer {
  /** Magic number, deflate, no flags, no time, no hint, unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  /** The last block, stored without packing: one byte, its length, and that inverted. */
  private static final int LAST_STORED = 1;

  private static final int BLOCK_HEAD = 5;

  /** CRC and length of everything. */
  private static final int TRAILER = 8;

  /** How much room the last part needs beside what stands in it. */
  static final int ROOM = BLOCK_HEAD + TRAILER;

  /** Twice as fast as the usual level, and hardly larger. */
  private static final int LEVEL = 4;

  private static final int CHUNK = 16 << 10;
  private static final int[] CRC_TABLE = crcTable();

  private final ByteBuf beginning;
  private final int crc;
  private final int length;

  private PackedAnswer(ByteBuf beginning, int crc, int length) {
    this.beginning = beginning;
    this.crc = crc;
    this.length = length;
  }

  /** Packs a head and what follows it. */
  static PackedAnswer of(byte[] head, ByteBuffer content) {
    CRC32 crc = new CRC32();
    crc.update(head);
    crc.update(content.duplicate());
    Deflater deflater = new Deflater(LEVEL, true);
    try {
      ByteBuf packed = Unpooled.buffer(CHUNK + content.remaining() / 4).writeBytes(HEADER);
      byte[] chunk = new byte[CHUNK];
      deflater.setInput(head);
      drain(deflater, Deflater.NO_FLUSH, chunk, packed);
      deflater.setInput(content.duplicate());
      drain(deflater, Deflater.SYNC_FLUSH, chunk, packed);
      ByteBuf kept = Model.offHeap(packed.readableBytes()).writeBytes(packed);
      return new PackedAnswer(kept, (int) crc.getValue(), head.length + content.remaining());
    } finally {
      deflater.end();
    }
  }

  private static void drain(Deflater deflater, int flush, byte[] chunk, ByteBuf packed) {
    int count;
    do {
      count = deflater.deflate(chunk, 0, chunk.length, flush);
      packed.writeBytes(chunk, 0, count);
    } while (count == chunk.length || !deflater.needsInput());
  }

  /**
   * A whole answer; the packed part of it is not copied.
   *
   * @param room where the last part is written to, and stays
   */
  Buffer endingWith(ByteBuf end, ByteBuf room) {
    int size = end.readableBytes();
    int from = room.writerIndex();
    room.writeByte(LAST_STORED).writeShortLE(size).writeShortLE(~size);
    room.writeBytes(end, end.readerIndex(), size);
    room.writeIntLE(crcWith(end)).writeIntLE(length + size);
    ByteBuf last = room.slice(from, room.writerIndex() - from);
    return BufferInternal.buffer(Unpooled.wrappedUnmodifiableBuffer(beginning.duplicate(), last));
  }

  /** Goes on from the CRC of the beginning, which the platform's own class cannot. */
  private int crcWith(ByteBuf end) {
    int register = ~crc;
    for (int i = end.readerIndex(); i < end.writerIndex(); i++) {
      register = CRC_TABLE[(register ^ end.getByte(i)) & 0xff] ^ (register >>> 8);
    }
    return ~register;
  }

  private static int[] crcTable() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int remainder = i;
      for (int bit = 0; bit < 8; bit++) {
        remainder = (remainder & 1) == 0 ? remainder >>> 1 : (remainder >>> 1) ^ 0xedb88320;
      }
      table[i] = remainder;
    }
    return table;
  }
}
