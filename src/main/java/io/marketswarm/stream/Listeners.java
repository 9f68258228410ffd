package io.marketswarm.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who on one event loop listens to what. */
final class Listeners {
  private final Hub hub;
  private final LoopStreams loop;
  private final Map<Audience.Key, Audience> audiences = new HashMap<>();
  private final Map<SharedTopic, List<Audience>> routes = new HashMap<>();
  private final Map<SequencedTopic, List<Follow>> follows = new HashMap<>();

  Listeners(Hub hub, LoopStreams loop) {
    this.hub = hub;
    this.loop = loop;
  }

  /** The audience of those who want just that; called under the hub's lock. */
  Audience audience(StreamSpec spec) {
    Audience.Key key = new Audience.Key(List.copyOf(spec.interests()), spec.wishes().isEmpty());
    Audience known = audiences.get(key);
    if (known != null) {
      return known;
    }
    Audience made = new Audience(key, hub.idPrefix());
    audiences.put(key, made);
    for (Interest interest : key.interests()) {
      routes.computeIfAbsent(interest.topic(), topic -> new ArrayList<>()).add(made);
      interest.topic().listen(loop);
    }
    return made;
  }

  /** Called under the hub's lock. */
  void follow(Follow follow) {
    follows.computeIfAbsent(follow.topic(), topic -> new ArrayList<>()).add(follow);
    follow.topic().listen(loop);
  }

  void unfollow(Follow follow) {
    List<Follow> others = follows.get(follow.topic());
    others.remove(follow);
    if (others.isEmpty()) {
      follows.remove(follow.topic());
      hub.unlisten(follow.topic(), loop);
    }
  }

  /** Forgets who left an audience, and the audience after the last. */
  void tidy(Audience audience) {
    audience.tidy();
    if (audience.isEmpty() && audiences.remove(audience.key(), audience)) {
      audience.key().interests().forEach(interest -> unlisten(interest.topic(), audience));
    }
  }

  private void unlisten(SharedTopic topic, Audience audience) {
    List<Audience> others = routes.get(topic);
    others.remove(audience);
    if (others.isEmpty()) {
      routes.remove(topic);
      hub.unlisten(topic, loop);
    }
  }

  /**
   * Hands an event to all who listen to its topic.
   *
   * @param addressed takes each audience that has something to be sent now
   */
  void distribute(Entry entry, Consumer<Audience> addressed) {
    if (entry.topic() instanceof SequencedTopic topic) {
      List.copyOf(follows.getOrDefault(topic, List.of())).forEach(follow -> follow.offer(entry));
      return;
    }
    for (Audience audience : routes.getOrDefault((SharedTopic) entry.topic(), List.of())) {
      if (audience.add(entry)) {
        addressed.accept(audience);
      }
    }
  }
}
