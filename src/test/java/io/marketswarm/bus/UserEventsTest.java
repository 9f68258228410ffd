package io.marketswarm.bus;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserEventsTest {
  private final Vertx vertx = Vertx.vertx();
  private final MessageBus messages = MessageBus.on(vertx, new SimpleMeterRegistry());
  private final RedisBus market =
      RedisBus.open(vertx, BusName.MARKET, TestStores.shared().url(BusName.MARKET));
  private final long user = ThreadLocalRandom.current().nextLong(1, 1L << 40);
  private final List<JsonObject> heardOnRedis = new CopyOnWriteArrayList<>();
  private final List<UserEvent> heardOnBus = new CopyOnWriteArrayList<>();
  private UserEvents events;

  @BeforeEach
  void open() {
    until("the bus is up", market::up);
    events = new UserEvents(market, messages);
    get(
        market
            .subscribe(
                Set.of(EventFamily.RISK_GRAPH.channel(user), EventFamily.TRADE_LOG.channel(user)),
                (channel, message) -> heardOnRedis.add(new JsonObject(message)),
                () -> {})
            .ready());
    get(
        messages
            .consume(
                Addresses.USER_EVENTS,
                event -> {
                  if (event.userId() == user) {
                    heardOnBus.add(event);
                  }
                })
            .ready());
  }

  @AfterEach
  void close() {
    get(market.close());
    get(vertx.close());
  }

  @Test
  void numbersEachFamilyOfAUserWithoutGapsAlsoUnderConcurrency() {
    int count = 200;
    get(
        Future.all(
            IntStream.range(0, count)
                .mapToObj(i -> events.publish(EventFamily.RISK_GRAPH, user, message(i)))
                .toList()));
    assertThat(get(events.publish(EventFamily.LOGS, user, message(0)))).isEqualTo(1);

    until("all are heard", () -> heardOnRedis.size() == count && heardOnBus.size() == count + 1);
    assertThat(heardOnRedis.stream().map(event -> event.getLong("seq")))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
    assertThat(stored(EventFamily.RISK_GRAPH)).isEqualTo(heardOnRedis);
  }

  @Test
  void saysTheSameOnBothBuses() {
    JsonObject sent =
        new JsonObject()
            .put("type", "strategy_removed")
            .put("data", new JsonObject().put("id", "é\"\\\n").put("empty", List.of()))
            .put("seq", 99);
    get(events.publish(EventFamily.RISK_GRAPH, user, sent));

    until("it is heard", () -> heardOnRedis.size() == 1 && heardOnBus.size() == 1);
    JsonObject heard = heardOnRedis.get(0);
    assertThat(heard.getLong("seq")).isEqualTo(1);
    assertThat(heard.getLong("user_id")).isEqualTo(user);
    assertThat(heard.getString("ts")).endsWith("Z");
    assertThat(heard.getJsonObject("data")).isEqualTo(sent.getJsonObject("data"));
    UserEvent event = heardOnBus.get(0);
    assertThat(event.stream()).isEqualTo("risk-graph");
    assertThat(event.sequence()).isEqualTo(1);
    assertThat(event.payload().toJsonObject()).isEqualTo(heard);
  }

  @Test
  void keepsATimestampOfAnotherForm() {
    get(events.publish(EventFamily.RISK_GRAPH, user, message(1).put("ts", 1_700_000_000_000L)));
    until("it is heard", () -> heardOnRedis.size() == 1);
    assertThat(heardOnRedis.get(0).getLong("ts")).isEqualTo(1_700_000_000_000L);
  }

  @Test
  void tellsACommittedEventOnce() {
    assertThat(get(events.publish(EventFamily.TRADE_LOG, user, 41, message(41)))).isEqualTo(41);
    assertThat(get(events.publish(EventFamily.TRADE_LOG, user, 41, message(41)))).isZero();
    assertThat(get(events.publish(EventFamily.TRADE_LOG, user, 40, message(40)))).isZero();
    assertThat(get(events.publish(EventFamily.TRADE_LOG, user, 42, message(42)))).isEqualTo(42);

    until("both are heard", () -> heardOnRedis.size() == 2 && heardOnBus.size() == 2);
    assertThat(heardOnRedis).extracting(event -> event.getInteger("n")).containsExactly(41, 42);
    assertThat(stored(EventFamily.TRADE_LOG)).isEqualTo(heardOnRedis);
  }

  @Test
  void startsAgainWhenTheCounterWasLost() {
    get(events.publish(EventFamily.RISK_GRAPH, user, message(1)));
    get(events.publish(EventFamily.RISK_GRAPH, user, message(2)));
    get(market.send(Request.cmd(Command.DEL).arg(EventFamily.RISK_GRAPH.sequenceKey(user))));
    assertThat(get(events.publish(EventFamily.RISK_GRAPH, user, message(3)))).isEqualTo(1);
    assertThat(stored(EventFamily.RISK_GRAPH)).hasSize(1);
  }

  @Test
  void refusesNumbersBelowOne() {
    assertThatThrownBy(() -> events.publish(EventFamily.TRADE_LOG, user, 0, message(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private static JsonObject message(int n) {
    return new JsonObject().put("type", "test").put("n", n);
  }

  private List<JsonObject> stored(EventFamily family) {
    Response entries =
        get(market.send(Request.cmd(Command.XRANGE).arg(family.streamKey(user)).arg("-").arg("+")));
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> new JsonObject(entry.get(1).get(1).toString()))
        .toList();
  }
}
