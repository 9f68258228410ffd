package io.marketswarm.stream;

/** Something that waits to be sent to one stream. */
sealed interface Pending
    permits Entry, Pending.Told, Pending.Followed, Pending.Whole, Pending.Words {
  /** What may happen to it while the client is behind. */
  enum Fate {
    /** It is sent, or the stream is cut off. */
    SENT,
    /** A newer one of the same key takes its place. */
    REPLACED,
    /** With others of its topic, it gives way to the whole base. */
    MERGED
  }

  Fate fate();

  /** What it replaces has the same key; null when it replaces nothing. */
  default Object key() {
    return null;
  }

  /** Bytes it will take, as far as known. */
  int size();

  /** Writes its id and tells the bytes that follow. */
  byte[] render(Cursor cursor, Chunk chunk);

  /**
   * An event of no topic's own: openings, welcomes, and what is said to one stream only.
   *
   * @param upTo the client has everything up to here once it has this; 0 when that does not change
   */
  record Told(SseEvent event, long upTo) implements Pending {
    @Override
    public Fate fate() {
      return Fate.SENT;
    }

    @Override
    public int size() {
      return event.size();
    }

    @Override
    public byte[] render(Cursor cursor, Chunk chunk) {
      if (upTo > 0) {
        cursor.welcome(upTo, chunk);
      } else {
        cursor.repeat(chunk);
      }
      return event.frame();
    }
  }

  /** An event that its publisher numbered. */
  record Followed(Follow follow, long sequence, SseEvent event) implements Pending {
    @Override
    public Fate fate() {
      return Fate.SENT;
    }

    @Override
    public int size() {
      return event.size();
    }

    @Override
    public byte[] render(Cursor cursor, Chunk chunk) {
      follow.sent(sequence);
      cursor.followed(chunk);
      return event.frame();
    }
  }

  /** The whole base of a topic, as it is when its turn comes. */
  record Whole(DiffTopic topic) implements Pending {
    private static final byte[] NOTHING = {};

    @Override
    public Fate fate() {
      return Fate.REPLACED;
    }

    @Override
    public Object key() {
      return topic;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public byte[] render(Cursor cursor, Chunk chunk) {
      SseEvent whole = topic.whole().orElse(null);
      if (whole == null) {
        return NOTHING;
      }
      cursor.repeat(chunk);
      return whole.frame();
    }
  }

  /** Lines that are no event. */
  record Words(byte[] bytes) implements Pending {
    @Override
    public Fate fate() {
      return Fate.SENT;
    }

    @Override
    public int size() {
      return bytes.length;
    }

    @Override
    public byte[] render(Cursor cursor, Chunk chunk) {
      return bytes;
    }
  }
}
