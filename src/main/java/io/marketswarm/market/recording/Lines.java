package io.marketswarm.market.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.chain.ChainEdition;
import io.marketswarm.market.chain.ChainText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The lines of a session as they are written. */
final class Lines {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int AROUND_A_FRAME = 64;

  private Lines() {}

  /**
   * A value of an underlying, as it was published.
   *
   * @param rx when it came, epoch milliseconds
   */
  static byte[] spot(byte[] published, long rx) {
    byte[] end = (",\"_rx\":" + rx + "}\n").getBytes(UTF_8);
    byte[] line = Arrays.copyOf(published, published.length - 1 + end.length);
    System.arraycopy(end, 0, line, published.length - 1, end.length);
    return line;
  }

  /** A frame of the provider's socket, as it came. */
  static byte[] frame(byte[] frame, long rx) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(frame.length * 2 + AROUND_A_FRAME);
    try (JsonGenerator out = FACTORY.createGenerator(line, JsonEncoding.UTF8)) {
      out.writeStartObject();
      out.writeNumberField("rx", rx);
      out.writeFieldName("frame");
      out.writeUTF8String(frame, 0, frame.length);
      out.writeEndObject();
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no stream that could fail
    }
    return line.toByteArray();
  }

  /**
   * The chains, whole or only the contracts whose numbers have changed.
   *
   * @param clock what time the market had
   */
  static byte[] chain(ChainEdition edition, boolean full, long rx, MarketTime clock) {
    String head =
        "{\"rx\":%d,\"kind\":\"%s\",\"ts_ms\":%d,\"market_ms\":%d,\"market_speed\":%s,"
            .formatted(
                rx,
                full ? "full" : "values",
                edition.epochMillis(),
                clock.marketMillis(),
                clock.speed());
    byte[] body = ChainText.write(edition);
    ByteArrayOutputStream line = new ByteArrayOutputStream(head.length() + body.length + 1);
    line.writeBytes(head.getBytes(UTF_8));
    line.write(body, 1, body.length - 1); // goes on where its own brace would open
    line.write('\n');
    return line.toByteArray();
  }
}
