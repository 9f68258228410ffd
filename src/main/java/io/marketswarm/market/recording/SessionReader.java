package io.marketswarm.market.recording;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Reads the files of a session as one, in the order of time. Not for an event loop. */
final class SessionReader implements AutoCloseable {
  private static final Comparator<Head> ORDER =
      Comparator.<Head>comparingLong(head -> head.entry.rx())
          .thenComparing(head -> head.entry.part());

  private final List<LineFile> files = new ArrayList<>();
  private final PriorityQueue<Head> heads = new PriorityQueue<>(ORDER);

  private record Head(Entry entry, LineFile file) {}

  SessionReader(Shelf shelf, String session) throws IOException {
    for (Part part : Part.values()) {
      Optional<Path> file = shelf.file(part, session);
      if (file.isPresent()) {
        LineFile lines = new LineFile(part, file.get());
        files.add(lines);
        advance(lines);
      }
    }
    if (files.isEmpty()) {
      throw new FileNotFoundException("there is no session " + session);
    }
  }

  /** The next lines, at least one unless it is the end, and not many more bytes than that. */
  List<Entry> next(int bytes) throws IOException {
    List<Entry> entries = new ArrayList<>();
    int size = 0;
    while (size < bytes && !heads.isEmpty()) {
      Head head = heads.remove();
      entries.add(head.entry);
      size += head.entry.line().length;
      advance(head.file);
    }
    return entries;
  }

  /** Whether the next line came at a moment or before it. */
  boolean nextIsUntil(long millis) {
    return !heads.isEmpty() && heads.peek().entry.rx() <= millis;
  }

  private void advance(LineFile file) throws IOException {
    Entry entry = file.next();
    if (entry != null) {
      heads.add(new Head(entry, file));
    }
  }

  long unreadable() {
    return files.stream().mapToLong(LineFile::unreadable).sum();
  }

  @Override
  public void close() throws IOException {
    for (LineFile file : files) {
      file.close();
    }
  }
}
