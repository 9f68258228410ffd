package io.marketswarm.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What one stream is to carry, and for whom. */
public final class StreamSpec {
  /** A topic whose events the publisher numbers, under the name it has in composite ids. */
  record Wish(String name, SequencedTopic topic, OptionalLong after) {}

  private final List<Label> labels = new ArrayList<>();
  private final List<Interest> interests = new ArrayList<>();
  private final List<Wish> wishes = new ArrayList<>();
  private Seen seen = Seen.NOTHING;
  private final Supplier<SseEvent> welcome;
  private Instant expiry;
  private SseEvent farewell;
  private Object attachment;

  private StreamSpec(Supplier<SseEvent> welcome) {
    this.welcome = welcome;
  }

  /**
   * A stream of a channel, which is the first thing it is counted by.
   *
   * @param welcome sent when the client has what it missed, before the first live event
   */
  public static StreamSpec of(String channel, Supplier<SseEvent> welcome) {
    return new StreamSpec(welcome).counted("channel", channel);
  }

  public StreamSpec counted(String dimension, String key) {
    return counted(dimension, key, Label.UNLIMITED);
  }

  /** Counts the stream, and does not open it when there are {@code most} already. */
  public StreamSpec counted(String dimension, String key, int most) {
    labels.add(new Label(dimension, key, most));
    return this;
  }

  /** Listens to topics; newcomers get their openings in this order. */
  public StreamSpec on(SharedTopic... topics) {
    for (SharedTopic topic : topics) {
      on(topic, Interest.EVERYTHING);
    }
    return this;
  }

  /**
   * Listens to some events of a topic.
   *
   * @param wanted the same object for all streams that want the same
   */
  public StreamSpec on(SharedTopic topic, Predicate<SseEvent> wanted) {
    interests.add(new Interest(topic, wanted));
    return this;
  }

  /**
   * Listens to a topic whose publisher numbers its events.
   *
   * @param name how the topic is called in ids, when the stream carries others too
   * @param after where to begin for a client that does not say what it saw; else with what comes
   */
  public StreamSpec follow(String name, SequencedTopic topic, OptionalLong after) {
    wishes.add(new Wish(name, topic, after));
    return this;
  }

  /** The client's {@code Last-Event-ID}; null or nonsense means that it saw nothing. */
  public StreamSpec seen(String lastEventId) {
    seen = Seen.parse(lastEventId);
    return this;
  }

  /** Ends the stream at a time, with a last event. */
  public StreamSpec until(Instant time, SseEvent lastEvent) {
    expiry = time;
    farewell = lastEvent;
    return this;
  }

  /** Anything the caller wants to find again at the stream. */
  public StreamSpec attach(Object anything) {
    attachment = anything;
    return this;
  }

  /** Replaces each topic by the one that is there now. */
  void settle(UnaryOperator<Topic> settled) {
    interests.replaceAll(
        interest -> new Interest((SharedTopic) settled.apply(interest.topic()), interest.wanted()));
    wishes.replaceAll(
        wish -> new Wish(wish.name(), (SequencedTopic) settled.apply(wish.topic()), wish.after()));
  }

  List<Label> labels() {
    return labels;
  }

  List<Interest> interests() {
    return interests;
  }

  List<Wish> wishes() {
    return wishes;
  }

  /** Where a wish begins: behind what the client saw, else where the owner says. */
  OptionalLong startOf(int wish) {
    boolean alone = wishes.size() == 1 && interests.isEmpty();
    OptionalLong own = alone ? seen.onlySequence() : seen.sequenceOf(wishes.get(wish).name());
    return own.isPresent() ? own : wishes.get(wish).after();
  }

  Seen seen() {
    return seen;
  }

  Supplier<SseEvent> welcome() {
    return welcome;
  }

  Instant expiry() {
    return expiry;
  }

  SseEvent farewell() {
    return farewell;
  }

  Object attachment() {
    return attachment;
  }
}
