package io.marketswarm.gateway.streams;

import io.marketswarm.bus.UserEvents;
import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.MarketTime;
import io.marketswarm.gateway.Presence;
import io.marketswarm.gateway.models.MarketView;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.HubOptions;
import io.marketswarm.truth.Variables;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Everything that can be listened to on this node, one for all instances of the gateway: it opens
 * with the first of them and closes with the last.
 */
final class StreamHall {
  private static final Map<Vertx, StreamHall> OPEN = new HashMap<>();
  private static final String JOURNAL = "http://localhost:3002";
  private static final int CANDLE_MILLIS = 5_000;

  private final Vertx vertx;
  private final ServiceContext context;
  private final Hub hub;
  private final JournalArchive journal;
  private final UserTopics users;
  private final VexyJobs jobs;
  private final IntelNews intel;
  private final MarketTime time;
  private final ClockTopic clock;
  private final Presence presence;
  private final Elsewhere elsewhere;
  private MarketView view;
  private MarketTopics market;
  private Future<StreamHall> ready;
  private int instances;

  private StreamHall(Vertx vertx, Edge edge) {
    this.vertx = vertx;
    this.context = edge.context();
    Variables env = context.config().env();
    hub = new Hub(vertx, HubOptions.DEFAULT, context.metrics());
    journal =
        new JournalArchive(vertx, edge.trust().tokens(), env.string("JOURNAL_API_URL", JOURNAL));
    UserEvents events = new UserEvents(context.stores().market(), context.messages());
    Alerts alerts = new Alerts(hub, context.stores().market(), events, journal, context.metrics());
    users =
        new UserTopics(
            hub, context.stores().market(), context.messages(), journal, alerts, context.metrics());
    jobs = new VexyJobs(hub);
    intel = new IntelNews(vertx, hub, context.stores().intel());
    time = new MarketTime(context.clock());
    clock = new ClockTopic(context.stores().market().context(), hub, time);
    presence =
        new Presence(
            vertx, context.stores().system(), context.stores().market(), context.node().id());
    elsewhere = new Elsewhere(vertx, context.stores().system(), context.node().id(), hub.census());
  }

  /** The hall of this node, for one more instance; each closes it once. */
  static Future<StreamHall> open(Edge edge) {
    synchronized (OPEN) {
      StreamHall hall = OPEN.computeIfAbsent(edge.vertx(), v -> new StreamHall(v, edge));
      if (hall.instances++ == 0) {
        hall.ready = hall.begin();
      }
      return hall.ready;
    }
  }

  private Future<StreamHall> begin() {
    return MarketView.open(vertx, context)
        .map(
            opened -> {
              view = opened;
              market = new MarketTopics(vertx, hub, view);
              market.open(context.stores().market(), candleBeat());
              users.open();
              jobs.open(context.stores().market());
              intel.open();
              clock.open();
              presence.open();
              elsewhere.open();
              return this;
            });
  }

  private Duration candleBeat() {
    int millis = context.config().env().integer("SSE_CANDLE_POLL_INTERVAL_MS", CANDLE_MILLIS);
    return Duration.ofMillis(Math.max(100, millis));
  }

  Future<Void> close() {
    synchronized (OPEN) {
      if (--instances > 0) {
        return Future.succeededFuture();
      }
      OPEN.remove(vertx);
    }
    clock.close();
    elsewhere.close();
    return Future.join(market.close(), users.close(), jobs.close(), intel.close(), presence.close())
        .transform(done -> Future.join(view.close(), journal.close()))
        .mapEmpty();
  }

  Hub hub() {
    return hub;
  }

  MarketTopics market() {
    return market;
  }

  UserTopics users() {
    return users;
  }

  VexyJobs jobs() {
    return jobs;
  }

  IntelNews intel() {
    return intel;
  }

  MarketTime time() {
    return time;
  }

  ClockTopic clock() {
    return clock;
  }

  Presence presence() {
    return presence;
  }

  Elsewhere elsewhere() {
    return elsewhere;
  }
}
