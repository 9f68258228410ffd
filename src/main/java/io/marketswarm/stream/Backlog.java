package io.marketswarm.stream;

import java.util.ArrayDeque;
import java.util.Iterator;
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
  private static final int LEAST_PER_CHUNK = 512;

  private final ArrayDeque<Pending> opening = new ArrayDeque<>();
  private final Map<Object, Pending> live = new LinkedHashMap<>();
  private final int mostBytes;
  private final StreamMetrics.Tally tally;
  private boolean opened;
  private boolean lagging;

  /** Bytes of changes to a base, and of events that must not be lost. */
  private long changes;

  private long events;

  /** An event of which a part is sent. */
  private byte[] frame;

  private int frameSent;

  Backlog(int mostBytes, StreamMetrics.Tally tally) {
    this.mostBytes = mostBytes;
    this.tally = tally;
  }

  void addOpening(Pending next) {
    opening.addLast(next);
  }

  /** The opening is complete. */
  void open() {
    opened = true;
  }

  boolean isEmpty() {
    return opened && !hasReady();
  }

  /** Whether something could be sent now. */
  boolean hasReady() {
    return frame != null || !opening.isEmpty() || (opened && !live.isEmpty());
  }

  /** The client does not keep up; from now on newer state replaces older. */
  void lag() {
    if (!lagging) {
      lagging = true;
      Pending[] all = live.values().toArray(Pending[]::new);
      live.clear();
      for (Pending each : all) {
        put(each);
      }
    }
  }

  /** Adds something live; returns false when too much waits already. */
  boolean add(Pending next) {
    if (next instanceof Entry entry && live.containsKey(entry.topic())) {
      return true; // the whole base that is due will hold this change
    }
    changes += change(next);
    events += lossless(next);
    put(next);
    if (changes + events > mostBytes) {
      replaceChanges();
    }
    return events <= mostBytes;
  }

  private void put(Pending next) {
    Object key = keyOf(next);
    if (live.remove(key) != null) {
      tally.coalesced();
    }
    live.put(key, next);
  }

  /** What takes the place of something has the same key. */
  private Object keyOf(Pending next) {
    if (next instanceof Pending.Whole whole) {
      return whole.topic();
    }
    if (lagging && next instanceof Entry entry && entry.topic() instanceof StateTopic) {
      return StateTopic.Key.of(entry);
    }
    return new Object();
  }

  private void replaceChanges() {
    Set<DiffTopic> topics = new LinkedHashSet<>();
    Iterator<Pending> each = live.values().iterator();
    while (each.hasNext()) {
      if (each.next() instanceof Entry entry && entry.topic() instanceof DiffTopic topic) {
        topics.add(topic);
        each.remove();
      }
    }
    for (DiffTopic topic : topics) {
      put(new Pending.Whole(topic));
      tally.restarted();
    }
    changes = 0;
  }

  /** Bytes of what may not be dropped. */
  private static int lossless(Pending next) {
    if (next instanceof Entry entry) {
      return entry.topic() instanceof EventTopic ? entry.event().size() : 0;
    }
    if (next instanceof Pending.Followed followed) {
      return followed.event().size();
    }
    return next instanceof Pending.Told told ? told.event().size() : 0;
  }

  private static int change(Pending next) {
    boolean isChange = next instanceof Entry entry && entry.topic() instanceof DiffTopic;
    return isChange ? ((Entry) next).event().size() : 0;
  }

  /** The next bytes to send; long events leave in parts. */
  Chunk fill(Consumer<Pending> sending, Cursor cursor) {
    Chunk chunk = Chunk.ofAbout(LEAST_PER_CHUNK);
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
      return first;
    }
    Iterator<Pending> all = live.values().iterator();
    Pending next = all.next();
    all.remove();
    changes -= change(next);
    events -= lossless(next);
    return next;
  }
}
