package io.marketswarm.stream;

/** Something that waits to be sent to one stream. */
sealed interface Pending
    permits Entry, Pending.Told, Pending.Followed, Pending.Whole, Pending.Words {
  /** Writes its id and tells the bytes that follow. */
  byte[] render(Cursor cursor, Chunk chunk);

  /**
   * An event of no topic's own: openings, welcomes, and what is said to one stream only.
   *
   * @param upTo the client has everything up to here once it has this; 0 when that does not change
   */
  record Told(SseEvent event, long upTo) implements Pending {
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
    public byte[] render(Cursor cursor, Chunk chunk) {
      return bytes;
    }
  }
}
