package io.marketswarm.market.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.Subscription;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.chain.ChainKeys;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import io.marketswarm.market.options.FrameStream;
import io.marketswarm.market.recording.CaptureState.Status;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One session while it is recorded. It reads what everybody can read, so that nothing waits for it
 * and nothing fails with it; what the disk cannot take in time is left out and counted.
 */
final class Capture {
  private static final String SPOTS = "massive:spot";
  private static final int FRAMES_AT_ONCE = 500;
  private static final long WAIT_MILLIS = 500;
  private static final long MOST_WAITING_BYTES = 64L << 20;

  private final Vertx vertx;
  private final RedisBus market;
  private final MarketClock clock;
  private final String session;
  private final Recorder recorder;
  private final Consumer<Throwable> failed;
  private RedisBus.Subscription spots;
  private Subscription chains;
  private String lastFrame;
  private long lastSequence = Long.MIN_VALUE;
  private long waiting;
  private long dropped;
  private boolean over;

  private Capture(
      Vertx vertx,
      ServiceContext context,
      String session,
      Recorder recorder,
      Consumer<Throwable> failed) {
    this.vertx = vertx;
    this.market = context.bus(BusName.MARKET);
    this.clock = context.clock();
    this.session = session;
    this.recorder = recorder;
    this.failed = failed;
  }

  /**
   * Begins a session.
   *
   * @param failed told once when the disk fails; nothing more is recorded then
   */
  static Future<Capture> begin(
      Vertx vertx,
      ServiceContext context,
      MassiveSettings.Recording settings,
      Shelf shelf,
      Consumer<Throwable> failed) {
    long now = context.clock().wallMillis();
    ContractReader contracts = new ContractReader(new Flaws(context.metrics()));
    return vertx
        .executeBlocking(
            () -> {
              String name = freeName(shelf, now);
              Recorder recorder =
                  new Recorder(new SessionWriter(shelf, name), settings.underlyings(), contracts);
              shelf.keep(settings.mostSessions());
              return new Capture(vertx, context, name, recorder, failed);
            })
        .compose(capture -> capture.listen(context).map(capture));
  }

  private static String freeName(Shelf shelf, long now) {
    long millis = now;
    while (shelf.file(Part.CHAIN, Shelf.name(millis)).isPresent()) {
      millis += 1_000;
    }
    return Shelf.name(millis);
  }

  private Future<Void> listen(ServiceContext context) {
    spots = market.subscribe(Set.of(SPOTS), (channel, json) -> spot(json), () -> {});
    chains = context.messages().consume(Addresses.MARKET_CHAIN, this::chain);
    return market
        .send(
            Request.cmd(Command.XREVRANGE)
                .arg(FrameStream.KEY)
                .arg("+")
                .arg("-")
                .arg("COUNT")
                .arg(1))
        .onSuccess(
            last -> {
              lastFrame = last.size() == 0 ? "0-0" : last.get(0).get(0).toString();
              frames();
            })
        .compose(last -> spots.ready());
  }

  String session() {
    return session;
  }

  private void spot(String json) {
    byte[] published = json.getBytes(UTF_8);
    long rx = clock.wallMillis();
    record(published.length, () -> recorder.spot(published, rx));
  }

  /** Every edition comes once per underlying; the contracts themselves stand in Redis. */
  private void chain(ChainUpdate update) {
    if (update.valueSequence() == lastSequence) {
      return;
    }
    lastSequence = update.valueSequence();
    MarketTime heard = MarketTime.of(clock);
    market
        .send(Request.cmd(Command.GET).arg(ChainKeys.LATEST))
        .onSuccess(
            latest -> {
              if (latest != null) {
                byte[] json = latest.toBytes();
                record(json.length, () -> recorder.chain(json, update, heard));
              }
            });
  }

  private void frames() {
    if (over) {
      return;
    }
    market
        .send(
            Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(FRAMES_AT_ONCE)
                .arg("BLOCK")
                .arg(WAIT_MILLIS)
                .arg("STREAMS")
                .arg(FrameStream.KEY)
                .arg(lastFrame))
        .onSuccess(this::frames)
        .onFailure(
            away -> vertx.timer(WAIT_MILLIS, TimeUnit.MILLISECONDS).onSuccess(v -> frames()));
  }

  private void frames(Response read) {
    if (read != null) {
      Response entries = read.get(FrameStream.KEY);
      for (Response entry : entries) {
        lastFrame = entry.get(0).toString();
        frame(entry.get(1));
      }
    }
    frames();
  }

  private void frame(Response fields) {
    byte[] payload = null;
    long rx = 0;
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      switch (fields.get(i).toString()) {
        case "payload" -> payload = fields.get(i + 1).toBytes();
        case "ts" -> rx = Math.round(fields.get(i + 1).toDouble() * 1_000);
        default -> {}
      }
    }
    if (payload != null && rx > 0) {
      byte[] frame = payload;
      long at = rx;
      record(frame.length, () -> recorder.frame(frame, at));
    }
  }

  /** Something to be done by a thread that may wait for the disk, one after the other. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void record(int bytes, Work work) {
    if (over) {
      return;
    }
    if (waiting + bytes > MOST_WAITING_BYTES) {
      dropped++;
      return;
    }
    waiting += bytes;
    onDisk(work).onComplete(done -> waiting -= bytes).onFailure(this::fail);
  }

  private Future<Void> onDisk(Work work) {
    return vertx.executeBlocking(
        () -> {
          work.run();
          return null;
        });
  }

  private void fail(Throwable cause) {
    if (!over) {
      stopListening();
      onDisk(recorder::close);
      failed.accept(cause);
    }
  }

  private void stopListening() {
    over = true;
    spots.close();
    chains.close();
  }

  /** Lets what was written be read, and says how much it is. */
  Future<CaptureState> report() {
    return over
        ? Future.succeededFuture(CaptureState.idle())
        : vertx.executeBlocking(
            () -> {
              recorder.flush();
              return new CaptureState(
                  Status.RECORDING,
                  session,
                  recorder.lines(Part.SPOT),
                  recorder.lines(Part.CHAIN),
                  recorder.lines(Part.SOCKET),
                  recorder.bytes(),
                  dropped,
                  "");
            });
  }

  /** Ends the session; what was heard before is still written. */
  Future<Void> end() {
    if (over) {
      return Future.succeededFuture();
    }
    stopListening();
    return onDisk(recorder::close);
  }
}
