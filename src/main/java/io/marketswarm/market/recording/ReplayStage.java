package io.marketswarm.market.recording;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.chain.ChainEdition;
import io.marketswarm.market.chain.ChainKeys;
import io.marketswarm.market.chain.ChainPublisher;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import io.marketswarm.market.options.FrameStream;
import io.marketswarm.market.spot.SpotWriter;
import io.marketswarm.market.trail.Archive;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets the lines of a session enter where live data enters: values of underlyings through their
 * writer, chains through their publisher, frames onto the stream. One after the other, in order.
 */
final class ReplayStage {
  private final Vertx vertx;
  private final ServiceContext context;
  private final ReplayClock clock;
  private final boolean takesOver;
  private final Set<String> underlyings;
  private final SpotWriter spots;
  private final ChainPublisher chains;
  private final FrameStream frames;
  private final ContractReader contracts;
  private ChainEdition edition = ChainEdition.NONE;

  ReplayStage(Vertx vertx, ServiceContext context, MassiveSettings settings, ReplayClock clock) {
    this.vertx = vertx;
    this.context = context;
    this.clock = clock;
    this.takesOver = settings.recording().replayTakesOver();
    this.underlyings = underlyings(settings);
    ServiceContext then = context.at(clock);
    this.spots =
        SpotWriter.again(
            then,
            settings.spot().withAliasKeys(takesOver && settings.spot().aliasKeys()),
            takesOver ? Archive.LIVE : Archive.REPLAY);
    this.chains = new ChainPublisher(then, settings);
    this.frames = new FrameStream(vertx, then, settings.stream().streamLength());
    this.contracts = new ContractReader(new Flaws(context.metrics()));
  }

  private static Set<String> underlyings(MassiveSettings settings) {
    Set<String> symbols = new LinkedHashSet<>(settings.spot().indices());
    symbols.addAll(settings.spot().stocks());
    symbols.addAll(settings.spot().streamedStocks());
    return symbols;
  }

  Optional<ChainUpdate> latest(String symbol) {
    return chains.latest(symbol);
  }

  /** Plays a line: now is when it came. */
  Future<Void> play(Entry entry) {
    clock.go(entry.rx());
    return switch (entry.part()) {
      case SPOT -> frames.written().compose(v -> spot(entry));
      case CHAIN -> frames.written().compose(v -> chain(entry));
      case SOCKET -> {
        FrameLine.read(entry.line()).ifPresent(frame -> frames.append(frame, entry.rx()));
        yield Future.succeededFuture();
      }
    };
  }

  private Future<Void> spot(Entry entry) {
    return SpotLine.read(entry.line())
        .map(value -> spots.write(List.of(value), List.of()).<Void>mapEmpty())
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> chain(Entry entry) {
    ChainEdition before = edition;
    return vertx
        .executeBlocking(() -> ChainLine.read(entry, before, contracts))
        .compose(told -> show(told.edition(), told.time()));
  }

  private Future<Void> show(ChainEdition next, MarketTime time) {
    clock.follow(time);
    return chains.publish(next).onSuccess(v -> edition = next);
  }

  /** Puts things as they are after a stretch that was passed over. */
  Future<Void> leap(Past past, long millis) {
    ChainEdition before = edition;
    return frames
        .written()
        .compose(v -> spots.remember(past.values()))
        .compose(
            v -> {
              clock.follow(past.time());
              clock.go(millis);
              return spots.write(past.latest(), List.of());
            })
        .compose(
            v ->
                past.hasChain()
                    ? vertx
                        .executeBlocking(() -> past.edition(before, contracts))
                        .compose(next -> show(next, past.time().at(millis)))
                    : Future.succeededFuture());
  }

  /** A session begins: nothing live may be seen, nor anything of an earlier replay. */
  Future<Void> begin(Survey survey) {
    clock.follow(survey.first().at(survey.startMillis()));
    return forgetFrom(takesOver ? survey.startMillis() : 0);
  }

  /** Nothing from a moment of the session on may be seen. */
  Future<Void> forgetFrom(long millis) {
    edition = ChainEdition.NONE;
    chains.forget();
    return frames
        .written()
        .compose(v -> spots.forgetFrom(underlyings, millis))
        .compose(
            v ->
                context
                    .bus(BusName.MARKET)
                    .fenced(
                        context.fence(),
                        List.of(
                            Request.cmd(Command.DEL)
                                .arg(FrameStream.KEY)
                                .arg(ChainKeys.LATEST)
                                .arg(ChainKeys.TS))))
        .mapEmpty();
  }
}
