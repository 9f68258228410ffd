package io.marketswarm.stream;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What waits for one stream: first its opening, then what was published since. While the client is
 * behind, newer state takes the place of older, and changes beyond measure that of the whole base.
 */
final class Backlog {
  private static final int MOST_PER_CHUNK = 128 << 10;

  /** Room for the ids of a few events. */
  private static final int MARGIN = 256;

  private final ArrayDeque<Pending> opening = new ArrayDeque<>();
  private final Map<Object, Pending> live = new LinkedHashMap<>();
  private final int mostBytes;
  private final StreamMetrics.Tally tally;
  private boolean isOpened;
  private boolean isLagging;
  private int waiting;

  /** Bytes of changes to a base, and of events that must not be lost. */
  private int changes;

  private int events;

  /** An event of which a part is sent. */
  private byte[] frame;

  private int frameSent;

  Backlog(int mostBytes, StreamMetrics.Tally tally) {
    this.mostBytes = mostBytes;
    this.tally = tally;
  }

  void addOpening(Pending next) {
    opening.addLast(next);
    waiting += next.size();
  }

  /** The opening is complete. */
  void open() {
    isOpened = true;
  }

  boolean isEmpty() {
    return isOpened && !hasReady();
  }

  /** Whether something could be sent now. */
  boolean hasReady() {
    return frame != null || !opening.isEmpty() || (isOpened && !live.isEmpty());
  }

  /** The client does not keep up; from now on newer state replaces older. */
  void lag() {
    if (!isLagging) {
      isLagging = true;
      Pending[] all = live.values().toArray(Pending[]::new);
      live.clear();
      for (Pending each : all) {
        put(each);
      }
    }
  }

  /** Adds something live; returns false when too much waits already. */
  boolean add(Pending next) {
    switch (next.fate()) {
      case MERGED -> {
        if (live.containsKey(((Entry) next).topic())) {
          return true; // the whole base that is due will hold this change
        }
        changes += next.size();
      }
      case SENT -> events += next.size();
      case REPLACED -> {}
    }
    waiting += next.size();
    put(next);
    if (changes + events > mostBytes) {
      mergeChanges();
    }
    return events <= mostBytes;
  }

  private void put(Pending next) {
    boolean mayReplace = isLagging || !isOpened;
    Object key = mayReplace ? next.key() : null;
    if (key == null) {
      live.put(new Object(), next);
      return;
    }
    Pending older = live.remove(key);
    if (older != null) {
      waiting -= older.size();
      tally.coalesced();
    }
    live.put(key, next);
  }

  private void mergeChanges() {
    Set<DiffTopic> topics = new LinkedHashSet<>();
    live.values()
        .removeIf(
            each -> {
              boolean isChange = each.fate() == Pending.Fate.MERGED;
              if (isChange) {
                topics.add((DiffTopic) ((Entry) each).topic());
              }
              return isChange;
            });
    for (DiffTopic topic : topics) {
      live.put(topic, new Pending.Whole(topic));
      tally.restarted();
    }
    waiting -= changes;
    changes = 0;
  }

  /** The next bytes to send; long events leave in parts. */
  Chunk fill(Consumer<Pending> sending, Cursor cursor) {
    Chunk chunk = Chunk.ofAbout(Math.min(waiting + MARGIN, MOST_PER_CHUNK));
    while (chunk.size() < MOST_PER_CHUNK && hasReady()) {
      if (frame == null) {
        Pending next = poll();
        sending.accept(next);
        frame = next.render(cursor, chunk);
        frameSent = 0;
        tally.event();
      }
      int part = Math.min(frame.length - frameSent, Math.max(MOST_PER_CHUNK - chunk.size(), 1));
      chunk.append(frame, frameSent, part);
      frameSent += part;
      if (frameSent == frame.length) {
        frame = null;
      }
    }
    return chunk.seal();
  }

  private Pending poll() {
    Pending first = opening.pollFirst();
    if (first != null) {
      waiting -= first.size();
      return first;
    }
    var all = live.values().iterator();
    Pending next = all.next();
    all.remove();
    waiting -= next.size();
    switch (next.fate()) {
      case MERGED -> changes -= next.size();
      case SENT -> events -= next.size();
      case REPLACED -> {}
    }
    return next;
  }
}
