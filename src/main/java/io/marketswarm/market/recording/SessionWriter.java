package io.marketswarm.market.recording;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes the files of one session, line by line. Not for an event loop. */
final class SessionWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Shelf shelf;
  private final String name;
  private final Map<Part, OutputStream> files = new EnumMap<>(Part.class);
  private long bytes;

  SessionWriter(Shelf shelf, String name) throws IOException {
    this.shelf = shelf;
    this.name = name;
    for (Part part : Part.values()) {
      OutputStream file = new Counted(Files.newOutputStream(create(part)));
      files.put(
          part,
          shelf.compresses()
              ? new GZIPOutputStream(file, BUFFER_BYTES, true)
              : new BufferedOutputStream(file, BUFFER_BYTES));
    }
  }

  String name() {
    return name;
  }

  /** Puts a note beside the session. */
  void note(String text) throws IOException {
    shelf.note(name, text);
  }

  private Path create(Part part) throws IOException {
    try {
      return shelf.create(part, name);
    } catch (IOException refused) {
      close();
      throw refused;
    }
  }

  /** Appends a line, which brings its own line break. */
  void write(Part part, byte[] line) throws IOException {
    files.get(part).write(line);
  }

  /** What was written can be read, even if we die now. */
  void flush() throws IOException {
    for (OutputStream file : files.values()) {
      file.flush();
    }
  }

  /** Bytes on the disk. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (OutputStream file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private final class Counted extends FilterOutputStream {
    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      bytes += length;
    }
  }
}
