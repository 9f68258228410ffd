package io.marketswarm.stream;

import io.vertx.core.Future;
import java.util.List;

/** Where the events of a {@link SequencedTopic} are stored. Called on event loops. */
public interface Replay {
  /**
   * Reads on.
   *
   * @param sequence the last one the client has; may be one that never was
   */
  Future<Stored> after(long sequence);

  /** The number of the newest event, 0 when there was none yet. */
  Future<Long> newest();

  /**
   * What was found.
   *
   * @param events in order; one without a number tells the client something about the rest
   * @param upTo the client has everything up to here now
   */
  record Stored(List<Numbered> events, long upTo) {}

  /**
   * A stored event.
   *
   * @param sequence its number, or {@link #NONE}
   */
  record Numbered(long sequence, SseEvent event) {
    public static final long NONE = 0;
  }
}
