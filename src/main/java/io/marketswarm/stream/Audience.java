package io.marketswarm.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The streams of one event loop that want exactly the same, and so can share every byte. */
final class Audience {
  /**
   * What they want.
   *
   * @param withIds whether ids are the hub's numbers
   */
  record Key(List<Interest> interests, boolean withIds) {}

  /** One in so many may have left; they hold memory. */
  private static final int ABSENT_TOLERATED = 16;

  private static final Comparator<SseStream> BY_CONNECTION =
      Comparator.comparingInt(SseStream::connection);

  private final Key key;
  private final byte[] idPrefix;
  private final List<SseStream> streams = new ArrayList<>();
  private final List<SseStream> joining = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private int present;
  private int absent;
  private Chunk chunk;
  private long delivered;
  private long lastWrite;

  Audience(Key key, byte[] idPrefix) {
    this.key = key;
    this.idPrefix = idPrefix;
  }

  Key key() {
    return key;
  }

  /** Joins from the next tick on. */
  void join(SseStream stream) {
    joining.add(stream);
    present++;
  }

  /** One has left; it is still in the list. */
  void left() {
    present--;
    absent++;
  }

  boolean isEmpty() {
    return present == 0;
  }

  /** Takes those who left from the list when it pays; not while the list is worked through. */
  void tidy() {
    if (absent * ABSENT_TOLERATED > present) {
      forgetAbsent();
    }
  }

  /** Brings the list up to date before it is worked through. */
  void gather() {
    if (absent > 0) {
      forgetAbsent();
    }
    if (!joining.isEmpty()) {
      streams.addAll(joining);
      joining.clear();
      streams.sort(BY_CONNECTION);
    }
  }

  private void forgetAbsent() {
    absent = 0;
    streams.removeIf(SseStream::isOver);
    joining.removeIf(SseStream::isOver);
  }

  List<SseStream> streams() {
    return streams;
  }

  /** Notes an event for the coming delivery; returns whether it is the first. */
  boolean add(Entry entry) {
    for (Interest interest : key.interests()) {
      if (interest.topic() == entry.topic() && interest.wants(entry)) {
        entries.add(entry);
        return entries.size() == 1;
      }
    }
    return false;
  }

  List<Entry> entries() {
    return entries;
  }

  /** What goes to everybody who is up to date, made when the first one asks. */
  Chunk chunk() {
    if (chunk == null) {
      int idSize = key.withIds ? Chunk.mostIdSize(idPrefix) : 0;
      int size = entries.stream().mapToInt(entry -> idSize + entry.event().size()).sum();
      chunk = Chunk.ofAbout(size);
      for (Entry entry : entries) {
        if (key.withIds) {
          chunk.appendId(idPrefix, entry.number());
        }
        chunk.append(entry.event().frame(), 0, entry.event().size());
      }
      chunk.seal();
    }
    return chunk;
  }

  void delivered(long millis) {
    delivered = entries.get(entries.size() - 1).number();
    lastWrite = millis;
    entries.clear();
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }

  /** The last event everybody got who was up to date. */
  long delivered() {
    return delivered;
  }

  long lastWrite() {
    return lastWrite;
  }
}
