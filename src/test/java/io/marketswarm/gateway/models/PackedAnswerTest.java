package io.marketswarm.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PackedAnswerTest {
  /** Whatever is packed, and whatever ends it, a reader that checks everything reads it whole. */
  @Property(tries = 150)
  void isWhatWasPackedAndItsEnd(
      @ForAll @Size(max = 40) byte[] head,
      @ForAll @IntRange(max = 200_000) int length,
      @ForAll @IntRange(min = 1, max = 256) int letters,
      @ForAll long seed,
      @ForAll @Size(max = 60) byte[] end)
      throws IOException {
    byte[] content = new byte[length];
    Random random = new Random(seed);
    for (int i = 0; i < length; i++) {
      content[i] = (byte) random.nextInt(letters);
    }
    PackedAnswer packed = PackedAnswer.of(head, ByteBuffer.wrap(content));
    ByteBuf room = Unpooled.buffer().writeBytes("before".getBytes(StandardCharsets.US_ASCII));
    for (byte[] ending : new byte[][] {end, {}}) {
      byte[] whole = packed.endingWith(Unpooled.wrappedBuffer(ending), room).getBytes();
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(whole))) {
        assertThat(in.readAllBytes())
            .isEqualTo(Unpooled.copiedBuffer(head, content, ending).array());
      }
    }
  }
}
