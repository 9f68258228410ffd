package io.marketswarm.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.bus.ServiceCommand.Start;
import io.vertx.core.buffer.Buffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WireTest {
  private static final int HEADER = 7;

  @Provide
  Arbitrary<BusMessage> messages() {
    return Messages.any();
  }

  @Provide
  Arbitrary<Wire<?>> wires() {
    return Arbitraries.of(allWires());
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("messages") BusMessage message) {
    assertThat(read(wireOf(message), write(message))).isEqualTo(message);
  }

  @Property
  void aFrameMayStartAnywhereInItsBuffer(@ForAll("messages") BusMessage message) {
    Buffer shifted = Buffer.buffer(new byte[HEADER]).appendBuffer(write(message));
    assertThat(wireOf(message).read(shifted, HEADER)).isEqualTo(message);
  }

  @Property
  void everyTruncatedFrameIsRefused(@ForAll("messages") BusMessage message) {
    Buffer whole = write(message);
    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      assertThatThrownBy(() -> read(wireOf(message), part)).isInstanceOf(WireException.class);
    }
  }

  @Property
  void aFrameWithBytesToSpareIsRefused(@ForAll("messages") BusMessage message, @ForAll byte more) {
    Buffer longer = write(message).appendByte(more);
    assertThatThrownBy(() -> read(wireOf(message), longer))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("too many");
  }

  @Property
  void randomBytesAreAMessageOrAreRefused(
      @ForAll("wires") Wire<?> wire, @ForAll byte[] noise, @ForAll boolean rightVersion) {
    Buffer frame = Buffer.buffer();
    if (rightVersion) {
      frame.appendByte((byte) wire.version());
    }
    frame.appendBytes(noise);
    assertThatCode(
            () -> {
              try {
                assertThat(read(wire, frame)).isNotNull();
              } catch (WireException expected) {
                assertThat(expected).hasMessageNotContaining("null");
              }
            })
        .doesNotThrowAnyException();
  }

  @Example
  void anotherVersionIsRefusedByName() {
    Buffer frame = write(new TruthUpdated("9", 1)).setByte(0, (byte) 2);
    assertThatThrownBy(() -> read(TruthUpdated.WIRE, frame))
        .isInstanceOf(WireException.class)
        .hasMessage("truth version 2 met, 1 understood");
  }

  @Example
  void anAnnouncedGigabyteCostsNoMemory() {
    Buffer frame = Buffer.buffer().appendByte((byte) 1);
    new WireWriter(frame).count(1 << 30);
    assertThatThrownBy(() -> read(TruthUpdated.WIRE, frame))
        .isInstanceOf(WireException.class)
        .hasMessage("1073741824 bytes announced, 0 left");
  }

  @Example
  void aBillionEntriesCostNoMemory() {
    Buffer frame = Buffer.buffer().appendByte((byte) 1);
    new WireWriter(frame).count(0).text("massive").count(1_000_000_000);
    assertThatThrownBy(() -> read(ServiceCommand.WIRE, frame))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("1000000000 entries do not fit");
  }

  @Example
  void numbersTooLongForTheirTypeAreRefused() {
    byte[] tooLong = {1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    for (Wire<?> wire : allWires()) {
      assertThatThrownBy(() -> read(wire, Buffer.buffer(tooLong)))
          .isInstanceOf(WireException.class);
    }
  }

  @Example
  void textThatIsNotUtf8IsRefused() {
    Buffer frame = Buffer.buffer(new byte[] {1, 2, (byte) 0xc3, (byte) 0x28, 0});
    assertThatThrownBy(() -> read(TruthUpdated.WIRE, frame))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Example
  void impossibleFieldsAreRefused() {
    Buffer frame = Buffer.buffer().appendByte((byte) 1);
    new WireWriter(frame).text("I:SPX").real(Double.NaN).number(0);
    assertThatThrownBy(() -> read(MarketTick.WIRE, frame))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("NaN");
  }

  @Example
  void everyTypeHasANameOfItsOwn() {
    List<String> names = allWires().stream().map(Wire::name).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() <= 8);
    assertThat(Addresses.ALL).extracting(Address::name).doesNotHaveDuplicates();
  }

  @Example
  void aPayloadCannotBeChanged() {
    Buffer payload =
        new ModelUpdate("t", 1, 1, ModelUpdate.Kind.FULL, Buffer.buffer("{}")).payload();
    assertThatThrownBy(() -> payload.setByte(0, (byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> payload.appendByte((byte) 1)).isInstanceOf(RuntimeException.class);
    assertThat(payload.toString()).isEqualTo("{}");
  }

  @Example
  void aCommandDoesNotTellItsVariables() {
    assertThat(new Start("massive", Map.of("API_KEY", "s3cret")).toString())
        .contains("API_KEY")
        .doesNotContain("s3cret");
  }

  private static List<Wire<?>> allWires() {
    return Stream.<Wire<?>>concat(
            Addresses.ALL.stream().map(Address::wire), Addresses.REPLIES.stream())
        .toList();
  }

  private static Wire<?> wireOf(BusMessage message) {
    return allWires().stream()
        .filter(wire -> wire.type().isInstance(message))
        .findFirst()
        .orElseThrow();
  }

  private static Buffer write(BusMessage message) {
    Buffer frame = Buffer.buffer();
    write(wireOf(message), message, frame);
    return frame;
  }

  private static <T extends BusMessage> void write(Wire<T> wire, BusMessage message, Buffer frame) {
    wire.write(wire.type().cast(message), frame);
  }

  private static BusMessage read(Wire<?> wire, Buffer frame) {
    return wire.read(frame, 0);
  }
}
