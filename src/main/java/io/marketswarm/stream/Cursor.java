package io.marketswarm.stream;

import java.util.List;

/**
 * Where one stream stands, and so the id of each event: an id never says more than what the client
 * has, whatever still waits for it.
 */
final class Cursor {
  private final byte[] prefix;
  private final boolean models;
  private final List<Follow> follows;
  private long number;

  /**
   * @param prefix of the ids of this hub
   * @param models whether there are topics that the hub numbers
   * @param follows topics that their publishers number
   * @param number what the client has already; 0 when it has to be sent everything
   */
  Cursor(byte[] prefix, boolean models, List<Follow> follows, long number) {
    this.prefix = prefix;
    this.models = models;
    this.follows = follows;
    this.number = number;
  }

  /** Whether the hub's numbers are what ids say; else they belong to the publishers' alone. */
  boolean isNumbered() {
    return follows.isEmpty();
  }

  void atLeast(long delivered) {
    number = Math.max(number, delivered);
  }

  void moveTo(long newNumber, Chunk chunk) {
    number = newNumber;
    if (isNumbered()) {
      chunk.appendId(prefix, number);
    }
  }

  /** An event that moves nothing. */
  void repeat(Chunk chunk) {
    if (isNumbered()) {
      chunk.appendId(prefix, number);
    } else if (!models) {
      followed(chunk);
    }
  }

  /** The end of the opening. */
  void welcome(long upTo, Chunk chunk) {
    if (isNumbered()) {
      moveTo(upTo, chunk);
    } else {
      followed(chunk);
    }
  }

  /** Says how far each followed topic is; nothing of those of which nothing is known. */
  void followed(Chunk chunk) {
    if (!models && follows.size() == 1) {
      if (follows.get(0).isKnown()) {
        chunk.appendId(Long.toString(follows.get(0).sent()));
      }
      return;
    }
    StringBuilder id = new StringBuilder();
    for (Follow follow : follows) {
      if (follow.isKnown()) {
        id.append(id.length() == 0 ? "" : ",")
            .append(follow.name())
            .append(':')
            .append(follow.sent());
      }
    }
    if (id.length() > 0) {
      chunk.appendId(id);
    }
  }
}
