package io.marketswarm.bus;

import io.vertx.core.buffer.Buffer;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How one type of message travels between JVMs: a version byte, then the fields as its encoder
 * writes them. A frame of another version, one that is cut short and one with bytes to spare are
 * all refused with a {@link WireException}.
 *
 * @param name short name of the type, sent with every message
 * @param version raised whenever the fields change, 1 to 127
 */
public record Wire<T extends BusMessage>(
    String name,
    int version,
    Class<T> type,
    BiConsumer<T, WireWriter> encoder,
    Function<WireReader, T> decoder) {

  public Wire {
    if (name.isBlank()) {
      throw new IllegalArgumentException("wire of " + type.getName() + " has no name");
    }
    if (version < 1 || version > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("version " + version + " of " + name + " is not 1..127");
    }
  }

  /** Appends the frame of a message. */
  public void write(T message, Buffer buffer) {
    buffer.appendByte((byte) version);
    encoder.accept(message, new WireWriter(buffer));
  }

  /** Reads the frame that starts at a position and ends with the buffer. */
  public T read(Buffer buffer, int position) {
    WireReader reader = new WireReader(buffer, position);
    byte found = reader.octet();
    if (found != version) {
      throw new WireException(name + " version " + found + " met, " + version + " understood");
    }
    T message = decode(reader);
    if (reader.remaining() != 0) {
      throw new WireException(reader.remaining() + " bytes too many after " + name);
    }
    return message;
  }

  private T decode(WireReader reader) {
    try {
      return decoder.apply(reader);
    } catch (IllegalArgumentException e) {
      throw new WireException("impossible " + name + ": " + e.getMessage(), e);
    }
  }
}
