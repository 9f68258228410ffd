package io.marketswarm.market.recording;

import io.marketswarm.log.Log;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.recording.CaptureState.Status;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Records the live market, from the start or when told to, in sessions of bounded size. */
public final class CaptureWorker extends VerticleBase {
  /** Orders: {@code {"cmd":"start"}} and {@code {"cmd":"stop"}}. */
  static final String CONTROL = "massive:capture:control";

  private static final String NAME = "capture";
  private static final Duration REPORT = Duration.ofSeconds(5);
  private static final long AGAIN_MILLIS = 60_000;

  private final ServiceContext context;
  private final MassiveSettings settings;
  private final MarketClock clock;
  private final RedisBus market;
  private final Log log;
  private Shelf shelf;
  private RedisBus.Subscription orders;
  private Capture capture;
  private Future<Void> turning = Future.succeededFuture();
  private boolean wanted;
  private volatile String trouble = "";

  public CaptureWorker(ServiceContext context) {
    this.context = context;
    this.settings = MassiveSettings.from(context.config().env().all());
    this.clock = context.clock();
    this.market = context.bus(BusName.MARKET);
    this.log = context.log();
  }

  @Override
  public Future<?> start() {
    if (!settings.provider().source().asks()) {
      return Future.succeededFuture();
    }
    Path data = context.facilities() == null ? Path.of("") : context.facilities().data();
    shelf = Shelf.of(settings.recording(), data);
    wanted = settings.recording().capture();
    context.vitals().watch(NAME, () -> trouble.isEmpty() ? Condition.OK : Condition.DEGRADED);
    orders = market.subscribe(Set.of(CONTROL), (channel, order) -> order(order), () -> {});
    Cadence.every(vertx, REPORT, this::report);
    turn();
    return orders.ready();
  }

  @Override
  public Future<?> stop() {
    context.vitals().forget(NAME);
    if (orders == null) {
      return Future.succeededFuture();
    }
    wanted = false;
    return orders.close().eventually(this::turn).otherwiseEmpty();
  }

  private void order(String text) {
    String command = command(text);
    switch (command) {
      case "start" -> wanted = true;
      case "stop" -> wanted = false;
      default -> {
        log.warn("not an order to the recorder: " + text);
        return;
      }
    }
    turn();
  }

  private static String command(String text) {
    try {
      return new JsonObject(text).getString("cmd", "");
    } catch (DecodeException | ClassCastException malformed) {
      return "";
    }
  }

  /** Begins or ends a session, whichever is wanted, after the turn under way. */
  private Future<Void> turn() {
    turning = turning.otherwiseEmpty().compose(v -> wanted ? begin() : end());
    return turning;
  }

  private Future<Void> begin() {
    if (capture != null || !context.fence().holds()) {
      return Future.succeededFuture();
    }
    return Capture.begin(vertx, context, settings.recording(), shelf, this::failed)
        .onSuccess(
            begun -> {
              capture = begun;
              trouble = "";
              log.ok("recording session " + begun.session());
              report();
            })
        .<Void>mapEmpty()
        .recover(
            cause -> {
              failed(cause);
              return Future.succeededFuture();
            });
  }

  private Future<Void> end() {
    Capture ended = capture;
    capture = null;
    if (ended == null) {
      return Future.succeededFuture();
    }
    return ended
        .end()
        .onSuccess(v -> log.ok("session " + ended.session() + " is recorded"))
        .compose(v -> tell(CaptureState.idle()));
  }

  private void failed(Throwable cause) {
    capture = null;
    trouble = String.valueOf(cause.getMessage());
    log.error("nothing is recorded, next try in " + AGAIN_MILLIS / 1_000 + " s", cause);
    tell(new CaptureState(Status.FAILED, "", 0, 0, 0, 0, 0, trouble));
    vertx.setTimer(AGAIN_MILLIS, timer -> turn());
  }

  private void report() {
    if (capture == null) {
      return;
    }
    capture
        .report()
        .onSuccess(
            state -> {
              tell(state);
              if (state.bytes() > settings.recording().mostBytes() && wanted) {
                log.info("session " + state.session() + " is full");
                turning = turning.otherwiseEmpty().compose(v -> end()).compose(v -> begin());
              }
            });
  }

  private Future<Void> tell(CaptureState state) {
    return market
        .fenced(
            context.fence(),
            List.of(
                Request.cmd(Command.SET)
                    .arg(CaptureState.KEY)
                    .arg(state.json(clock.wallMillis()).encode())))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
