package io.marketswarm.market.recording;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainQuestion;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.log.Log;
import io.marketswarm.market.MarketEvents;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.MassiveSettings.Source;
import io.marketswarm.market.recording.ReplayState.Status;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Plays a recorded session as if it were live: what was seen then is seen now, in the same order at
 * any speed, and nothing of what came later. Orders are carried out one after the other.
 */
public final class ReplayWorker extends VerticleBase {
  /** Orders, see {@link ReplayOrder}. */
  static final String CONTROL = "massive:replay:control";

  private static final String NAME = "replay";
  private static final long TICK_MILLIS = 20;
  private static final long TELL_MILLIS = 1_000;

  private final ServiceContext context;
  private final MassiveSettings settings;
  private final Log log;
  private final ReplayBoard board;
  private final ReplayClock clock = new ReplayClock();
  private final Playhead head = new Playhead();
  private Shelf shelf;
  private ReplayStage stage;
  private RedisBus.Subscription orders;
  private Session session;
  private Future<Void> work = Future.succeededFuture();
  private volatile Status status = Status.IDLE;
  private boolean failing;

  public ReplayWorker(ServiceContext context) {
    this.context = context;
    this.settings = MassiveSettings.from(context.config().env().all());
    this.log = context.log();
    this.board = new ReplayBoard(context);
  }

  @Override
  public Future<?> start() {
    if (settings.provider().source() != Source.REPLAY) {
      return Future.succeededFuture();
    }
    Path data = context.facilities() == null ? Path.of("") : context.facilities().data();
    shelf = Shelf.of(settings.recording(), data);
    stage = new ReplayStage(vertx, context, settings, clock);
    context.messages().serve(Addresses.MARKET_CHAIN_LATEST, ChainUpdate.WIRE, this::answer);
    context.vitals().mode(Source.REPLAY.id());
    context.vitals().watch(NAME, this::feeling);
    orders =
        context
            .bus(BusName.MARKET)
            .subscribe(Set.of(CONTROL), (channel, order) -> order(order), () -> {});
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    vertx.setPeriodic(TELL_MILLIS, timer -> tell());
    then(this::resume);
    return orders.ready();
  }

  @Override
  public Future<?> stop() {
    context.vitals().forget(NAME);
    if (orders == null) {
      return Future.succeededFuture();
    }
    head.halt(System.nanoTime());
    return orders
        .close()
        .eventually(() -> work)
        .eventually(() -> board.tell(state(), Optional.empty()))
        .eventually(this::close)
        .otherwiseEmpty();
  }

  private Future<ChainUpdate> answer(ChainQuestion question) {
    return stage
        .latest(question.symbol())
        .map(Future::succeededFuture)
        .orElseGet(
            () -> Future.failedFuture("no chain of " + question.symbol() + " was replayed yet"));
  }

  private Condition feeling() {
    return status == Status.FAILED || failing ? Condition.DEGRADED : Condition.OK;
  }

  private void order(String text) {
    Optional<ReplayOrder> order = ReplayOrder.parse(text);
    if (order.isEmpty()) {
      log.warn("not an order to the replay: " + text);
    }
    order.ifPresent(told -> then(() -> carryOut(told)).onComplete(done -> tell()));
  }

  private Future<Void> then(Supplier<Future<Void>> action) {
    work =
        work.otherwiseEmpty()
            .compose(v -> action.get())
            .onFailure(cause -> log.error("the replay cannot do that: " + cause.getMessage()));
    return work;
  }

  private Future<Void> carryOut(ReplayOrder order) {
    if (order instanceof ReplayOrder.Play play) {
      return play(play.session());
    }
    if (order instanceof ReplayOrder.Speed speed) {
      head.speed(speed.factor(), System.nanoTime());
      return Future.succeededFuture();
    }
    if (session == null) {
      return Future.failedFuture("no session is loaded");
    }
    if (order instanceof ReplayOrder.Pause) {
      halt(Status.PAUSED);
    } else if (order instanceof ReplayOrder.Seek seek) {
      return seek(seek.millis());
    } else if (order instanceof ReplayOrder.Step step) {
      halt(Status.PAUSED);
      return playUntil(clock.wallMillis() + step.millis());
    } else if (order instanceof ReplayOrder.Stop) {
      return finish();
    }
    return Future.succeededFuture();
  }

  /** Goes on where an owner stopped who is just gone, else begins. */
  private Future<Void> resume() {
    return board
        .predecessor()
        .compose(
            left -> {
              String last = left.map(state -> state.getString("session", "")).orElse("");
              String wanted = settings.recording().replaySession();
              boolean same = !last.isEmpty() && (wanted.isEmpty() || wanted.equals(last));
              return same ? goOn(left.get()) : play("");
            });
  }

  private Future<Void> goOn(JsonObject left) {
    boolean playing = Status.PLAYING.text().equals(left.getString("status"));
    head.speed(left.getDouble("speed", 1.0), System.nanoTime());
    return load(left.getString("session"))
        .compose(v -> seek(left.getLong("clock_ms", 0L)))
        .onSuccess(v -> begin(playing));
  }

  private Future<Void> play(String named) {
    boolean loaded =
        session != null && (named.isEmpty() || named.equals(session.survey().session()));
    if (loaded && status != Status.ENDED) {
      begin(true);
      return Future.succeededFuture();
    }
    String again = loaded ? session.survey().session() : named;
    return load(again.isEmpty() ? settings.recording().replaySession() : again)
        .onSuccess(v -> begin(true));
  }

  private void begin(boolean playing) {
    if (playing) {
      status = Status.PLAYING;
      head.move(System.nanoTime());
    } else {
      halt(Status.PAUSED);
    }
  }

  private void halt(Status as) {
    head.halt(System.nanoTime());
    head.put(clock.wallMillis(), System.nanoTime());
    status = as;
  }

  private Future<Void> load(String name) {
    status = Status.LOADING;
    return close()
        .compose(v -> Session.open(vertx, shelf, name))
        .compose(
            opened -> {
              session = opened;
              Survey survey = opened.survey();
              head.halt(System.nanoTime());
              head.put(survey.startMillis(), System.nanoTime());
              log.ok(
                  "replay of session %s: %d lines, %d s, %d unreadable"
                      .formatted(
                          survey.session(),
                          survey.lines(),
                          (survey.endMillis() - survey.startMillis()) / 1_000,
                          survey.unreadable()));
              return stage.begin(survey);
            })
        .compose(v -> board.event(MarketEvents.Type.REPLAY_STARTED, session.survey().session()))
        .onFailure(cause -> status = Status.FAILED);
  }

  private Future<Void> close() {
    Session ended = session;
    session = null;
    return ended == null ? Future.succeededFuture() : ended.close();
  }

  private Future<Void> finish() {
    String name = session.survey().session();
    halt(Status.STOPPED);
    return close().compose(v -> board.event(MarketEvents.Type.REPLAY_STOPPED, name));
  }

  /** Plays on as far as time has come. */
  private void tick() {
    if (status == Status.PLAYING && work.isComplete() && context.fence().holds()) {
      long target = head.at(System.nanoTime());
      work = playUntil(target).onComplete(this::played);
    }
  }

  private void played(AsyncResult<Void> done) {
    if (done.failed() != failing) {
      failing = done.failed();
      if (failing) {
        log.warn("the replay waits: " + done.cause().getMessage());
      } else {
        log.ok("the replay goes on");
      }
    }
  }

  private Future<Void> playUntil(long target) {
    for (Entry next = session.peek(); next != null; next = session.peek()) {
      if (next.rx() > target) {
        clock.go(target);
        return Future.succeededFuture();
      }
      Future<Void> played = stage.play(next);
      if (!played.succeeded()) {
        return played.onSuccess(v -> session.take()).compose(v -> playUntil(target));
      }
      session.take();
    }
    if (session.exhausted()) {
      clock.go(session.survey().endMillis());
      halt(Status.ENDED);
      log.ok("the replay of " + session.survey().session() + " has ended");
      return Future.succeededFuture();
    }
    return session.fill().compose(v -> playUntil(target));
  }

  /** Goes to a moment without playing what lies between; what comes later is forgotten. */
  private Future<Void> seek(long wanted) {
    Survey survey = session.survey();
    long target = Math.max(survey.startMillis(), Math.min(wanted, survey.endMillis()));
    boolean back = target < clock.wallMillis();
    if (status == Status.ENDED) {
      status = Status.PAUSED;
    }
    Future<Void> ready =
        back
            ? session.rewind().compose(v -> stage.forgetFrom(target + 1))
            : Future.succeededFuture();
    MarketTime from = back ? survey.first().at(survey.startMillis()) : clock.moment();
    return ready
        .compose(v -> session.passOver(target, from))
        .compose(past -> stage.leap(past, target))
        .onSuccess(v -> head.put(target, System.nanoTime()));
  }

  private void tell() {
    if (context.fence().holds() && status != Status.IDLE) {
      boolean timed = session != null && status != Status.LOADING;
      board.tell(state(), timed ? Optional.of(board.time(clock, head)) : Optional.empty());
    }
  }

  private ReplayState state() {
    if (session == null) {
      return new ReplayState("", status, 0, 0, 0, head.speed());
    }
    Survey survey = session.survey();
    return new ReplayState(
        survey.session(),
        status,
        clock.wallMillis(),
        survey.startMillis(),
        survey.endMillis(),
        head.speed());
  }
}
