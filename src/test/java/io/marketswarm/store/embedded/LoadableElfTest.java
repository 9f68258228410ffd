package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LoadableElfTest {
  private static final byte[] START = {0x7f, 'E', 'L', 'F', 2, 1};

  @Example
  void endsWhereTheLastSegmentEnds() {
    byte[] head = header(2);
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    segment(elf, 0, 0, 5_000);
    segment(elf, 1, 8_192, 100);
    assertThat(LoadableElf.size(head)).hasValue(8_292);
  }

  @Example
  void isUnknownForWhatIsNoElf() {
    assertThat(LoadableElf.size("MZ, a program of another kind".repeat(9).getBytes())).isEmpty();
    assertThat(LoadableElf.size(START)).isEmpty();
  }

  @Example
  void forgettingTheSectionsKeepsTheSegments() {
    byte[] head = header(1);
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    segment(elf, 0, 0, 777);
    elf.putLong(40, 123_456).putShort(58, (short) 64).putShort(60, (short) 30);
    LoadableElf.forgetSections(head);
    assertThat(elf.getLong(40)).isZero();
    assertThat(elf.getInt(58)).isZero();
    assertThat(LoadableElf.size(head)).hasValue(777);
  }

  @Property
  void neverTripsOverADamagedHeader(
      @ForAll @Size(250) byte[] rest,
      @ForAll @IntRange(max = 300) int table,
      @ForAll @IntRange(min = 50, max = 60) int each,
      @ForAll @IntRange(max = 5) int count) {
    ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN).put(START).put(rest);
    elf.putLong(32, table).putShort(54, (short) each).putShort(56, (short) count);
    OptionalLong size = LoadableElf.size(elf.array());
    assertThat(size.isPresent())
        .isEqualTo(each >= 56 && count > 0 && table + each * count <= elf.capacity());
    size.ifPresent(known -> assertThat(known).isGreaterThanOrEqualTo(table + (long) each * count));
  }

  private static byte[] header(int segments) {
    ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(START).putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) segments);
    return elf.array();
  }

  private static void segment(ByteBuffer elf, int index, long offset, long size) {
    int at = 64 + 56 * index;
    elf.putLong(at + 8, offset).putLong(at + 32, size);
  }
}
