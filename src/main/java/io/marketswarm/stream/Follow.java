package io.marketswarm.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How far one stream is with one topic that its publisher numbers. Reads on in the store at the
 * beginning and wherever a number is missing; what is published meanwhile waits.
 */
final class Follow {
  private static final long UNKNOWN = -1;
  private static final Replay.Stored NOTHING = new Replay.Stored(List.of(), 0);
  private static final long AGAIN_MILLIS = 250;

  private final SseStream stream;
  private final String name;
  private final SequencedTopic topic;
  private final Context context;
  private final List<Entry> held = new ArrayList<>();

  /** The last number that is in the backlog or beyond it. */
  private long taken = UNKNOWN;

  private long sent = UNKNOWN;
  private boolean reading;
  private long heldBytes;

  Follow(SseStream stream, StreamSpec.Wish wish, Context context) {
    this.stream = stream;
    this.name = wish.name();
    this.topic = wish.topic();
    this.context = context;
  }

  String name() {
    return name;
  }

  SequencedTopic topic() {
    return topic;
  }

  boolean isKnown() {
    return sent != UNKNOWN;
  }

  long sent() {
    return sent;
  }

  void sent(long sequence) {
    sent = sequence;
  }

  /** Sends what is stored after a number, or notes where the topic stands. */
  void begin(OptionalLong after) {
    reading = true;
    if (after.isPresent()) {
      taken = after.getAsLong();
      sent = taken;
      read(topic.replay().after(taken), stored -> open(stored, stored.upTo()));
    } else {
      // Whoever asks for nothing old can do without the store while it is away.
      read(
          topic.replay().newest().otherwise(UNKNOWN),
          newest -> open(NOTHING, Math.min(newest, firstHeld() - 1)));
    }
  }

  /** Looks for events of which nothing was heard. */
  void catchUp() {
    if (!reading && taken != UNKNOWN) {
      readOn();
    }
  }

  void offer(Entry entry) {
    if (reading) {
      hold(entry);
    } else if (taken == UNKNOWN || entry.sequence() == taken + 1) {
      take(entry);
    } else if (entry.sequence() > taken) {
      hold(entry);
      readOn();
    }
  }

  private void hold(Entry entry) {
    held.add(entry);
    heldBytes += entry.event().size();
    if (heldBytes > stream.mostPending()) {
      stream.abort(Ended.OVERFLOWN);
    }
  }

  /** What came since the stream was opened is news, also when the store has it already. */
  private long firstHeld() {
    return held.stream().mapToLong(Entry::sequence).min().orElse(Long.MAX_VALUE);
  }

  private void readOn() {
    reading = true;
    long after = taken;
    context.runOnContext(on -> read(topic.replay().after(after), this::goOn, this::readOnLater));
  }

  /** The store is away. What comes meanwhile is held, up to what a slow client may owe. */
  private void readOnLater() {
    context
        .owner()
        .setTimer(
            AGAIN_MILLIS,
            timer ->
                stream.onLoop(
                    () -> {
                      if (!stream.isOver()) {
                        readOn();
                      }
                    }));
  }

  private <T> void read(Future<T> answer, Consumer<T> use) {
    read(answer, use, () -> stream.abort(Ended.UNREPLAYABLE));
  }

  /** Uses the answer once everything is here that was published before it came. */
  private <T> void read(Future<T> answer, Consumer<T> use, Runnable without) {
    answer.onComplete(
        result ->
            stream.onLoop(
                () -> {
                  if (result.succeeded()) {
                    stream.afterArrivals(() -> use.accept(result.result()));
                  } else {
                    without.run();
                  }
                }));
  }

  private void open(Replay.Stored stored, long upTo) {
    if (stored.events().isEmpty()) {
      sent = upTo;
    }
    send(stored, true);
    taken = upTo;
    stream.opened();
    release(true);
  }

  private void goOn(Replay.Stored stored) {
    boolean moved = stored.upTo() != taken;
    send(stored, false);
    taken = stored.upTo();
    release(moved);
  }

  private void send(Replay.Stored stored, boolean opening) {
    int last = stored.events().size() - 1;
    for (int i = 0; i <= last; i++) {
      Replay.Numbered each = stored.events().get(i);
      boolean isNumbered = each.sequence() != Replay.Numbered.NONE;
      if (isNumbered || i == last) {
        long sequence = isNumbered ? each.sequence() : stored.upTo();
        stream.say(new Pending.Followed(this, sequence, each.event()), opening);
      } else {
        stream.say(new Pending.Told(each.event(), 0), opening);
      }
    }
  }

  /** Goes on with what came while the store was read; a hole it cannot fill is left behind. */
  private void release(boolean mayReadOn) {
    List<Entry> came = List.copyOf(held);
    held.clear();
    heldBytes = 0;
    reading = false;
    boolean holeIsFinal = !mayReadOn;
    for (Entry entry : came) {
      if (holeIsFinal && entry.sequence() > taken) {
        take(entry);
        holeIsFinal = false;
      } else {
        offer(entry);
      }
    }
  }

  private void take(Entry entry) {
    taken = entry.sequence();
    stream.say(new Pending.Followed(this, taken, entry.event()), false);
  }
}
