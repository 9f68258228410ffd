package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.MarketTime;
import io.marketswarm.store.Cadence;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SseEvent;
import io.marketswarm.stream.StateTopic;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The market's time, told when it does something else than run on, and now and then. */
final class ClockTopic {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(5);
  private static final long BEAT_MILLIS = 10_000;

  /** Looks are a little early at times. */
  private static final long SLACK_MILLIS = 100;

  private final Context context;
  private final MarketTime time;
  private final StateTopic topic;
  private JsonObject told = new JsonObject();
  private long toldMillis;
  private final Runnable turned = this::turned;
  private volatile Cadence looking;

  /**
   * @param context of an event loop that wakes now and then as it is
   */
  ClockTopic(Context context, Hub hub, MarketTime time) {
    this.context = context;
    this.time = time;
    this.topic = hub.state("market_clock");
  }

  StateTopic topic() {
    return topic;
  }

  void open() {
    tell(time.json());
    context.runOnContext(now -> looking = Cadence.every(context.owner(), this::rhythm, this::look));
    time.clock().follow(turned);
  }

  private Duration rhythm() {
    return time.clock().isSteady(REST) ? REST : LOOK;
  }

  private void turned() {
    context.runOnContext(now -> look());
  }

  void close() {
    time.clock().forget(turned);
    if (looking != null) {
      looking.stop();
    }
  }

  private void look() {
    JsonObject now = time.json();
    boolean due = time.clock().wallMillis() - toldMillis >= BEAT_MILLIS - SLACK_MILLIS;
    if (due || !MarketTime.isSameCourse(told, now)) {
      tell(now);
    }
  }

  private void tell(JsonObject now) {
    toldMillis = time.clock().wallMillis();
    told = now;
    topic.publish(SseEvent.of("market_clock", now.toBuffer()));
  }
}
