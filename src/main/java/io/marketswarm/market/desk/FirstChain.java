package io.marketswarm.market.desk;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainQuestion;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Log;
import io.marketswarm.market.chain.ChainKeys;
import io.marketswarm.market.chain.StoredChain;
import io.marketswarm.market.feed.Flaws;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Optional;

/** Finds the chain a desk begins with. */
final class FirstChain {
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** An older chain says nothing about the market any more. */
  private static final long OLDEST_MILLIS = Duration.ofHours(72).toMillis();

  private final Vertx vertx;
  private final MessageBus messages;
  private final RedisBus market;
  private final MarketClock clock;
  private final Flaws flaws;
  private final Log log;

  FirstChain(
      Vertx vertx, MessageBus messages, RedisBus market, MarketClock clock, Flaws flaws, Log log) {
    this.vertx = vertx;
    this.messages = messages;
    this.market = market;
    this.clock = clock;
    this.flaws = flaws;
    this.log = log;
  }

  /** As its fetcher knows it, or as it lies in Redis; without one the desk waits for the next. */
  Future<Optional<ChainUpdate>> of(String symbol) {
    return messages
        .request(
            Addresses.MARKET_CHAIN_LATEST, new ChainQuestion(symbol), ChainUpdate.class, ANSWER)
        .map(Optional::of)
        .recover(nobody -> stored(symbol))
        .otherwise(
            unreadable -> {
              log.warn("the stored chain is left out: " + unreadable.getMessage());
              return Optional.empty();
            });
  }

  private Future<Optional<ChainUpdate>> stored(String symbol) {
    return market
        .send(Request.cmd(Command.GET).arg(ChainKeys.LATEST))
        .compose(
            text ->
                text == null
                    ? Future.succeededFuture(Optional.<ChainUpdate>empty())
                    : vertx.executeBlocking(() -> StoredChain.read(text.toBytes(), symbol, flaws)))
        .map(found -> found.filter(this::isOfUse));
  }

  private boolean isOfUse(ChainUpdate chain) {
    return clock.wallMillis() - chain.epochMillis() < OLDEST_MILLIS;
  }
}
