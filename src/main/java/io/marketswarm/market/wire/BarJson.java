package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.MinuteBar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Minute bars as JSON, out and in. */
public final class BarJson {
  public static final JsonShape<MinuteBar> BAR = BarJson::write;

  private BarJson() {}

  private static void write(MinuteBar bar, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("t", bar.time());
    number(out, "o", bar.open());
    number(out, "h", bar.high());
    number(out, "l", bar.low());
    number(out, "c", bar.close());
    out.writeNumberField("n", bar.points());
    out.writeEndObject();
  }

  /** The bar of a row; nothing when it cannot be read. */
  public static Optional<MinuteBar> read(String member) {
    try {
      FlatObject in = FlatObject.read(member.getBytes(StandardCharsets.UTF_8));
      return Optional.of(
          new MinuteBar(
              (long) in.number("t"),
              in.number("o"),
              in.number("h"),
              in.number("l"),
              in.number("c"),
              in.whole("n")));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
