package io.marketswarm.gateway.models;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What the companion has said about the market. */
final class PlayByPlay {
  private static final String MESSAGES = "vexy:messages:";

  private final RedisBus market;
  private final MarketView view;

  PlayByPlay(RedisBus market, MarketView view) {
    this.market = market;
    this.view = view;
  }

  /** The last words of either kind, null where there are none. */
  Future<Model> latest() {
    return view.playByPlay().read().map(done -> view.playByPlay().knownOrEmpty());
  }

  /** Everything said today; what is no JSON is left out. */
  Future<Model> today() {
    return market
        .send(Request.cmd(Command.LRANGE).arg(messages()).arg(0).arg(-1))
        .map(
            entries -> {
              List<Buffer> said =
                  entries.stream()
                      .map(entry -> entry.toBuffer())
                      .filter(JsonCheck::isSound)
                      .toList();
              return new Model(Splice.array(said));
            });
  }

  /** Takes all of it back, for everybody. */
  Future<Void> clear() {
    return market
        .send(
            Request.cmd(Command.DEL)
                .arg(ModelKeys.VEXY_EPOCH)
                .arg(ModelKeys.VEXY_EVENT)
                .arg(messages()))
        .compose(gone -> view.models().forget(view.playByPlay().keys()));
  }

  private static String messages() {
    return MESSAGES + LocalDate.now(ZoneOffset.UTC);
  }
}
