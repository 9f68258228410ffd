package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.models.TopFields;
import io.marketswarm.store.RedisBus;
import io.marketswarm.stream.EventTopic;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SseEvent;
import io.marketswarm.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the companion says to one user about the jobs it does for them. An answer may be there
 * before the user listens: whoever comes is told the last word on each job that is recent or not
 * done.
 */
final class VexyJobs {
  private static final String CHANNELS = "vexy_interaction:";
  private static final String EVENT = "vexy_interaction_";
  private static final long RECENT_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int MOST_JOBS = 10_000;
  private static final Set<String> LAST_WORDS = Set.of("result", "error");

  private final Hub hub;
  private final Map<String, Word> words = new LinkedHashMap<>();
  private RedisBus.Subscription subscription;

  private record Word(String user, SseEvent event, boolean last, long nanos) {
    boolean isCurrent(long now) {
      return now - nanos < (last ? RECENT_NANOS : LONGEST_NANOS);
    }
  }

  VexyJobs(Hub hub) {
    this.hub = hub;
  }

  void open(RedisBus market) {
    subscription = market.psubscribe(Set.of(CHANNELS + "*"), this::heard, () -> {});
  }

  Future<Void> close() {
    return subscription.close();
  }

  EventTopic topic(long userId) {
    String user = Long.toString(userId);
    return hub.fleetingEvents(name(user), () -> lastWords(user));
  }

  private static String name(String user) {
    return "vexy-interaction:" + user;
  }

  private void heard(String channel, String text) {
    String user = channel.substring(CHANNELS.length());
    TopFields said = TopFields.of(Buffer.buffer(text), "event", "job_id");
    String kind = said.text("event").orElse("update");
    SseEvent event = SseEvent.of(EVENT + kind, text);
    said.text("job_id").ifPresent(job -> remember(user, job, kind, event));
    Topic topic = hub.topic(name(user)).orElse(null);
    if (topic instanceof EventTopic listened) {
      listened.publish(event);
    }
  }

  private void remember(String user, String job, String kind, SseEvent event) {
    long now = System.nanoTime();
    synchronized (words) {
      words.remove(job);
      words.put(job, new Word(user, event, LAST_WORDS.contains(kind), now));
      Iterator<Word> oldest = words.values().iterator();
      while (oldest.hasNext()) {
        if (oldest.next().isCurrent(now) && words.size() <= MOST_JOBS) {
          break;
        }
        oldest.remove();
      }
    }
  }

  private List<SseEvent> lastWords(String user) {
    long now = System.nanoTime();
    List<SseEvent> current = new ArrayList<>();
    synchronized (words) {
      for (Word word : words.values()) {
        if (word.user().equals(user) && word.isCurrent(now)) {
          current.add(word.event());
        }
      }
    }
    return current;
  }
}
