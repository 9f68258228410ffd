package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.models.Candles;
import io.marketswarm.gateway.models.Model;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SseEvent;
import io.marketswarm.stream.StateTopic;
import io.vertx.core.Future;

/** The candles of one symbol, looked at regularly and told when they changed. */
final class CandleTopic {
  private final Candles candles;
  private final String symbol;
  private final StateTopic topic;
  private Model told;

  CandleTopic(Hub hub, Candles candles, String symbol) {
    this.candles = candles;
    this.symbol = symbol;
    this.topic = hub.state("candles:" + symbol);
  }

  StateTopic topic() {
    return topic;
  }

  Future<Void> refresh() {
    return candles
        .stream(symbol)
        .onSuccess(found -> found.ifPresent(this::tell))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private synchronized void tell(Model model) {
    if (model != told) {
      told = model;
      topic.publish(SseEvent.of("candles", model.json()));
    }
  }
}
