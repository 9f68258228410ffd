package io.marketswarm.stream;

import java.util.Arrays;

/** Something one can listen to. Published to from any thread. */
public abstract sealed class Topic permits SharedTopic, SequencedTopic {
  private static final LoopStreams[] NOBODY = {};

  private final Hub hub;
  private final String name;

  /** Where somebody listens; guarded by the hub's lock. */
  private LoopStreams[] listening = NOBODY;

  Topic(Hub hub, String name) {
    this.hub = hub;
    this.name = name;
  }

  public final String name() {
    return name;
  }

  /** Whether anybody on this node listens. */
  public final boolean isHeard() {
    synchronized (hub.lock()) {
      return listening.length > 0;
    }
  }

  final Hub hub() {
    return hub;
  }

  /** What may happen to its events while a client is behind. */
  abstract Pending.Fate fate();

  /** Whether the topic goes when nobody listens any more. */
  abstract boolean fleeting();

  /** Keeps what is needed for those who come later; called under the hub's lock, in order. */
  abstract void keep(Entry entry);

  final void handOut(Entry entry) {
    for (LoopStreams loop : listening) {
      loop.accept(entry);
    }
  }

  final void listen(LoopStreams loop) {
    if (!Arrays.asList(listening).contains(loop)) {
      listening = Arrays.copyOf(listening, listening.length + 1);
      listening[listening.length - 1] = loop;
    }
  }

  /** Returns whether somebody still listens. */
  final boolean unlisten(LoopStreams loop) {
    listening = Arrays.stream(listening).filter(other -> other != loop).toArray(LoopStreams[]::new);
    return listening.length > 0;
  }

  @Override
  public final String toString() {
    return name;
  }
}
