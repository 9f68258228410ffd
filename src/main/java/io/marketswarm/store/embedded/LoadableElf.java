package io.marketswarm.store.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * The part of an ELF executable that the kernel loads. What follows it (symbols for debuggers) is
 * nine tenths of the packed MariaDB server, which nobody needs unpacked.
 */
final class LoadableElf {
  private static final int MAGIC = 0x7f454c46;
  private static final int CLASS_AT = 4;
  private static final int BITS_64 = 2;
  private static final int ORDER_AT = 5;
  private static final int LITTLE_ENDIAN = 1;
  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADERS_AT = 32;
  private static final int SECTION_HEADERS_AT = 40;
  private static final int PROGRAM_HEADER_SIZE_AT = 54;
  private static final int PROGRAM_HEADER_COUNT_AT = 56;
  private static final int SECTION_HEADER_SIZE_AT = 58;
  private static final int SEGMENT_OFFSET_AT = 8;
  private static final int SEGMENT_FILE_SIZE_AT = 32;
  private static final int SMALLEST_PROGRAM_HEADER = 56;

  private LoadableElf() {}

  /** The size of the loadable part, given the first bytes of a file; empty if it cannot be told. */
  static OptionalLong size(byte[] head) {
    if (head.length < HEADER_SIZE
        || ByteBuffer.wrap(head).getInt() != MAGIC
        || head[CLASS_AT] != BITS_64
        || head[ORDER_AT] != LITTLE_ENDIAN) {
      return OptionalLong.empty();
    }
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long table = elf.getLong(PROGRAM_HEADERS_AT);
    int each = elf.getShort(PROGRAM_HEADER_SIZE_AT);
    int count = Short.toUnsignedInt(elf.getShort(PROGRAM_HEADER_COUNT_AT));
    if (each < SMALLEST_PROGRAM_HEADER
        || count == 0
        || table < 0
        || table > head.length - (long) each * count) {
      return OptionalLong.empty();
    }
    long end = table + (long) each * count;
    for (int i = 0; i < count; i++) {
      int segment = (int) table + each * i;
      end =
          Math.max(
              end,
              elf.getLong(segment + SEGMENT_OFFSET_AT)
                  + elf.getLong(segment + SEGMENT_FILE_SIZE_AT));
    }
    return OptionalLong.of(end);
  }

  /** Makes the header say that there is no table of sections, which would follow the cut. */
  static void forgetSections(byte[] head) {
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    elf.putLong(SECTION_HEADERS_AT, 0);
    for (int at = SECTION_HEADER_SIZE_AT; at < HEADER_SIZE; at += Short.BYTES) {
      elf.putShort(at, (short) 0);
    }
  }
}
