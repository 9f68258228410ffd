package io.marketswarm.market.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads one file of a session line by line, compressed or not. A file that was cut off, because its
 * writer died, ends where it was cut; lines that cannot be read are passed over and counted.
 */
final class LineFile implements AutoCloseable {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int BUFFER_BYTES = 256 << 10;

  private final Part part;
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long unreadable;

  LineFile(Part part, Path file) throws IOException {
    this.part = part;
    InputStream raw = Files.newInputStream(file);
    boolean compressed = file.getFileName().toString().endsWith(".gz");
    this.in = compressed ? inflate(raw) : raw;
  }

  private static InputStream inflate(InputStream raw) throws IOException {
    try {
      return new GZIPInputStream(raw, BUFFER_BYTES);
    } catch (EOFException | ZipException empty) {
      raw.close();
      return InputStream.nullInputStream();
    }
  }

  /** The next readable line, null at the end. */
  Entry next() throws IOException {
    while (readLine()) {
      byte[] text = line.toByteArray();
      long rx = rx(text);
      if (rx >= 0) {
        return new Entry(part, rx, text);
      }
      unreadable++;
    }
    return null;
  }

  /** Lines that were passed over. */
  long unreadable() {
    return unreadable;
  }

  private boolean readLine() throws IOException {
    line.reset();
    while (position < limit || fill()) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, position, end - position);
      position = end + 1;
      if (end < limit) {
        return true;
      }
    }
    return line.size() > 0;
  }

  private boolean fill() throws IOException {
    try {
      position = 0;
      limit = Math.max(0, in.read(buffer));
    } catch (EOFException | ZipException cut) {
      limit = 0;
    }
    return limit > 0;
  }

  /** When a line came, -1 when it does not say. */
  private long rx(byte[] text) {
    String name = part == Part.SPOT ? "_rx" : "rx";
    try (JsonParser in = FACTORY.createParser(text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return -1;
      }
      long rx = -1;
      for (String member = in.nextFieldName(); member != null; member = in.nextFieldName()) {
        JsonToken value = in.nextToken();
        if (member.equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
          rx = in.getLongValue();
          if (part != Part.SPOT) {
            return rx; // the rest is long, and read when it is due
          }
        } else {
          in.skipChildren();
        }
      }
      return rx;
    } catch (IOException malformed) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
