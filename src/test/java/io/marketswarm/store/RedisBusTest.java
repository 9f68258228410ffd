package io.marketswarm.store;

import static io.marketswarm.store.Eventually.failure;
import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBusTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private RedisProcess redis;

  @AfterEach
  void close() {
    try {
      get(vertx.close());
    } finally {
      if (redis != null) {
        redis.close();
      }
    }
  }

  @Test
  void answersACommand() {
    RedisBus bus = busUp();
    get(bus.send(cmd(Command.SET, "k", "v")));
    assertThat(get(bus.send(cmd(Command.GET, "k"))).toString()).isEqualTo("v");
    assertThat(get(bus.send(cmd(Command.GET, "missing")))).isNull();
  }

  @Test
  void keepsTheOrderOfCommandsAndBatches() {
    RedisBus bus = busUp();
    List<Future<?>> sent = new ArrayList<>();
    int rounds = 2_000;
    for (int i = 0; i < rounds; i++) {
      if (i % 7 == 0) {
        sent.add(
            bus.batch(
                List.of(cmd(Command.RPUSH, "list", i + "a"), cmd(Command.RPUSH, "list", i + "b"))));
      } else {
        sent.add(bus.send(cmd(Command.RPUSH, "list", i + "a")));
      }
    }
    get(Future.all(sent));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      expected.add(i + "a");
      if (i % 7 == 0) {
        expected.add(i + "b");
      }
    }
    assertThat(texts(get(bus.send(cmd(Command.LRANGE, "list", "0", "-1"))))).isEqualTo(expected);
  }

  @Test
  void batchAnswersInOrder() {
    RedisBus bus = busUp();
    List<Request> commands =
        IntStream.range(0, 10_000).mapToObj(i -> cmd(Command.INCR, "counter")).toList();
    List<Response> answers = get(bus.batch(commands));
    assertThat(answers).hasSize(10_000);
    assertThat(answers.get(0).toInteger()).isEqualTo(1);
    assertThat(answers.get(9_999).toInteger()).isEqualTo(10_000);
    assertThat(get(bus.batch(List.of()))).isEmpty();
  }

  @Test
  void anErrorIsToldInTheServersWordsAndTheConnectionStays() {
    RedisBus bus = busUp();
    List<Boolean> changes = new CopyOnWriteArrayList<>();
    bus.onChange(changes::add);
    get(bus.send(cmd(Command.SET, "text", "v")));
    Throwable wrong = failure(bus.send(cmd(Command.LPUSH, "text", "x")));
    assertThat(wrong)
        .isInstanceOf(CommandRefused.class)
        .hasMessage("WRONGTYPE Operation against a key holding the wrong kind of value");
    assertThat(((CommandRefused) wrong).code()).isEqualTo("WRONGTYPE");
    assertThat(failure(bus.batch(List.of(cmd(Command.GET, "text"), cmd(Command.LLEN, "text")))))
        .isInstanceOf(CommandRefused.class)
        .hasMessageStartingWith("WRONGTYPE");
    assertThat(get(bus.send(cmd(Command.GET, "text"))).toString()).isEqualTo("v");
    assertThat(changes).doesNotContain(false);
  }

  @Test
  void aFullServerRefusesInItsOwnWords() {
    redis = RedisProcess.start(directory, "maxmemory 1");
    RedisBus bus = bus(redis.url());
    assertThat(failure(bus.send(cmd(Command.SET, "k", "v"))))
        .isInstanceOf(CommandRefused.class)
        .hasMessageStartingWith("OOM");
  }

  @Test
  void transactionsRunAsAWholeOrNotAtAll() {
    RedisBus bus = busUp();
    List<Response> answers =
        get(bus.atomically(List.of(cmd(Command.SET, "a", "1"), cmd(Command.INCR, "a"))));
    assertThat(answers.get(0).toString()).isEqualTo("OK");
    assertThat(answers.get(1).toInteger()).isEqualTo(2);

    Request unknown = Request.cmd(Command.create("nosuchcommand"));
    assertThat(failure(bus.atomically(List.of(cmd(Command.SET, "b", "1"), unknown))))
        .isInstanceOf(CommandRefused.class)
        .hasMessageContaining("unknown command");
    assertThat(get(bus.send(cmd(Command.GET, "b")))).isNull();

    assertThat(failure(bus.atomically(List.of(cmd(Command.LPUSH, "a", "x")))))
        .isInstanceOf(CommandRefused.class)
        .hasMessageStartingWith("WRONGTYPE");
  }

  @Test
  void refusesWhatWouldDisturbOthersOnTheConnection() {
    RedisBus bus = busUp();
    for (Request command :
        List.of(
            cmd(Command.SUBSCRIBE, "c"),
            cmd(Command.MULTI),
            cmd(Command.SELECT, "1"),
            cmd(Command.AUTH, "tops3cret"),
            cmd(Command.GET))) {
      assertThat(failure(bus.send(command)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("tops3cret");
      assertThat(failure(bus.batch(List.of(command)))).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(failure(bus.batch(List.of(cmd(Command.BLPOP, "l", "1")))))
        .isInstanceOf(IllegalArgumentException.class);
    get(bus.ping());
  }

  @Test
  void aCommandThatWaitsHoldsUpNobody() {
    RedisBus bus = busUp();
    Future<Response> waiting = bus.send(cmd(Command.BLPOP, "queue", "0"));
    Future<Response> reading = bus.send(cmd(Command.XREAD, "BLOCK", "0", "STREAMS", "stream", "$"));
    until("both wait", () -> get(bus.info()).get("blocked_clients").equals("2"));
    get(
        bus.batch(
            List.of(
                cmd(Command.LPUSH, "queue", "work"), cmd(Command.XADD, "stream", "*", "f", "v"))));
    assertThat(get(waiting).get(1).toString()).isEqualTo("work");
    assertThat(get(reading)).isNotNull();
  }

  @Test
  void startsBeforeTheServerDoes() {
    redis = RedisProcess.down(directory);
    RedisBus bus = RedisBus.open(vertx, BusName.MARKET, redis.url(), DEADLINE);
    assertThat(bus.up()).isFalse();
    assertThat(failure(bus.ping()))
        .isInstanceOf(StoreAway.class)
        .hasMessageStartingWith("market-redis (127.0.0.1:" + redis.port() + ") is away");
    redis.start();
    until("the bus is up", bus::up);
    get(bus.ping());
  }

  @Test
  void comesBackAfterTheServerWasKilled() {
    RedisBus bus = busUp();
    List<Boolean> changes = new CopyOnWriteArrayList<>();
    bus.onChange(changes::add);
    redis.kill();
    until("the loss is noticed", () -> !bus.up());
    assertThat(failure(bus.ping())).isInstanceOf(StoreAway.class);
    redis.start();
    until("the bus is up", bus::up);
    get(bus.ping());
    until(
        "both changes were told",
        () -> changes.contains(false) && changes.lastIndexOf(true) > changes.indexOf(false));
    assertThat(changes).endsWith(false, true);
  }

  @Test
  void everyCommandUnderWayFailsWhenTheServerIsKilled() {
    RedisBus bus = busUp();
    redis.freeze();
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sent.add(bus.send(cmd(Command.INCR, "n")));
    }
    sent.add(bus.batch(List.of(cmd(Command.INCR, "n"), cmd(Command.INCR, "n"))));
    redis.kill();
    for (Future<?> each : sent) {
      assertThat(failure(each))
          .isInstanceOf(StoreAway.class)
          .hasMessageContaining("was lost before it answered");
    }
  }

  @Test
  void aFrozenServerHangsNothingForEver() {
    RedisBus bus = busUp();
    Future<Response> waiting = bus.send(cmd(Command.BLPOP, "queue", "0"));
    until("it waits", () -> get(bus.info()).get("blocked_clients").equals("1"));
    redis.freeze();
    String large = "x".repeat(1 << 20);
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      sent.add(bus.send(cmd(Command.SET, "k", large)));
    }
    sent.add(waiting);
    for (Future<?> each : sent) {
      assertThat(failure(each)).isInstanceOf(StoreAway.class).hasMessageContaining("no answer for");
    }
    assertThat(failure(bus.ping())).isInstanceOf(StoreAway.class);
    redis.thaw();
    until("the bus is up", bus::up);
    get(bus.ping());
  }

  @Test
  void aPauseOfOurOwnIsNotBlamedOnTheServer() {
    redis = RedisProcess.start(directory);
    Vertx oneLoop = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      RedisBus bus = RedisBus.open(oneLoop, BusName.MARKET, redis.url(), Duration.ofMillis(300));
      until("the bus is up", bus::up);
      List<Boolean> changes = new CopyOnWriteArrayList<>();
      bus.onChange(changes::add);
      AtomicBoolean paused = new AtomicBoolean();
      oneLoop.runOnContext(
          now -> {
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            paused.set(true);
          });
      until("the pause is over", paused::get);
      for (int i = 0; i < 50; i++) {
        get(bus.ping());
      }
      assertThat(changes).doesNotContain(false);
    } finally {
      get(oneLoop.close());
    }
  }

  @Test
  void tooManyCommandsUnderWayAreRefusedAtOnce() {
    redis = RedisProcess.start(directory);
    RedisBus bus = RedisBus.open(vertx, BusName.MARKET, redis.url());
    until("the bus is up", bus::up);
    List<Request> batch =
        IntStream.range(0, RedisSocket.MOST_IN_BATCH)
            .mapToObj(i -> cmd(Command.INCR, "n"))
            .toList();
    redis.freeze();
    Future<List<Response>> first = bus.batch(batch);
    Future<List<Response>> second = bus.batch(batch.subList(1, batch.size() - 1));
    assertThat(failure(bus.batch(batch.subList(0, 3))))
        .isInstanceOf(StoreAway.class)
        .hasMessageContaining("more than 65536 commands wait");
    redis.thaw();
    assertThat(get(first)).hasSize(batch.size());
    assertThat(get(second)).hasSize(batch.size() - 2);
    get(bus.ping());
    List<Request> tooMany = new ArrayList<>(batch);
    tooMany.add(cmd(Command.PING));
    assertThat(failure(bus.batch(tooMany))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neitherWrongNorMissingPasswordsAreRepeated() {
    redis = RedisProcess.start(directory);
    RedisBus wrong =
        RedisBus.open(vertx, BusName.SYSTEM, redis.urlWithPassword("tops3cret"), DEADLINE);
    until("it was refused", () -> failure(wrong.ping()).getMessage().contains("WRONGPASS"));
    assertThat(failure(wrong.ping()).getMessage()).doesNotContain("tops3cret");
    assertThat(wrong.toString()).doesNotContain("tops3cret");

    RedisBus none =
        RedisBus.open(vertx, BusName.SYSTEM, "redis://127.0.0.1:" + redis.port(), DEADLINE);
    until("it was refused", () -> failure(none.ping()).getMessage().contains("NOAUTH"));
  }

  @Test
  void saysThatAServerIsTooOld() {
    int port = old("6.0.16");
    RedisBus bus = RedisBus.open(vertx, BusName.SYSTEM, "redis://127.0.0.1:" + port, DEADLINE);
    until(
        "it was refused",
        () -> failure(bus.ping()).getMessage().contains("Redis 6.0.16 is older than 6.2"));
    assertThat(bus.up()).isFalse();
  }

  /** The port of what greets like a server of that version. */
  private int old(String version) {
    String greeting = "%2\r\n+server\r\n+redis\r\n+version\r\n+" + version + "\r\n";
    return get(vertx
            .createNetServer()
            .connectHandler(client -> client.handler(hello -> client.write(greeting)))
            .listen(0, "127.0.0.1"))
        .actualPort();
  }

  @Test
  void speaksTlsToWhomItTrustsOnly() throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    PemKeyCertOptions pem = certificate.keyCertOptions();
    int tlsPort;
    try (ServerSocket free = new ServerSocket(0)) {
      tlsPort = free.getLocalPort();
    }
    redis =
        RedisProcess.start(
            directory,
            """
            tls-port %d
            tls-auth-clients no
            tls-ca-cert-file %s
            tls-cert-file %s
            tls-key-file %s
            """
                .formatted(
                    tlsPort,
                    certificate.certificatePath(),
                    certificate.certificatePath(),
                    pem.getKeyPath()));
    String url = redis.url().replace("redis://", "rediss://");
    String byName = url.replaceFirst("127.0.0.1:\\d+", "localhost:" + tlsPort);
    RedisBus trusting = bus(byName + "?ca=" + certificate.certificatePath());
    get(trusting.ping());
    get(trusting.send(cmd(Command.RPUSH, "l", "v")));
    assertThat(get(trusting.send(cmd(Command.BLPOP, "l", "1"))).get(1).toString()).isEqualTo("v");
    RedisBus stranger = RedisBus.open(vertx, BusName.MARKET, byName, DEADLINE);
    until(
        "it refused", () -> failure(stranger.ping()).getMessage().matches(".*(?i:certif|PKIX).*"));
    assertThat(stranger.up()).isFalse();
    certificate.delete();
  }

  @Test
  void tellsWhatTheServerSaysAboutItself() {
    RedisBus bus = busUp();
    Map<String, String> info = get(bus.info());
    assertThat(info).containsKeys("used_memory", "connected_clients");
    assertThat(info.get("redis_version")).matches("\\d+\\.\\d+.*");
  }

  @Test
  void listensOnChannelsAndPatterns() {
    RedisBus bus = busUp();
    List<String> heard = new CopyOnWriteArrayList<>();
    AtomicInteger resyncs = new AtomicInteger();
    RedisBus.Subscription channels =
        bus.subscribe(
            Set.of("a", "b"),
            (channel, m) -> heard.add(channel + "=" + m),
            resyncs::incrementAndGet);
    RedisBus.Subscription patterns =
        bus.psubscribe(
            Set.of("h?llo*"),
            (channel, m) -> heard.add(channel + "~" + m),
            resyncs::incrementAndGet);
    get(Future.all(channels.ready(), patterns.ready()));
    assertThat(resyncs).hasValue(2);
    for (String channel : List.of("a", "b", "c", "hello1")) {
      get(bus.send(cmd(Command.PUBLISH, channel, "é1")));
    }
    until("all was heard", () -> heard.size() >= 3);
    assertThat(heard).containsExactly("a=é1", "b=é1", "hello1~é1");
    assertThat(get(bus.info()).get("connected_clients")).isEqualTo("2");
  }

  @Test
  void aClosedSubscriptionHearsNothingAndLeavesTheOthersAlone() {
    RedisBus bus = busUp();
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    RedisBus.Subscription closing = bus.subscribe(Set.of("c"), (c, m) -> first.add(m), () -> {});
    RedisBus.Subscription staying = bus.subscribe(Set.of("c"), (c, m) -> second.add(m), () -> {});
    get(Future.all(closing.ready(), staying.ready()));
    get(closing.close());
    get(bus.send(cmd(Command.PUBLISH, "c", "1")));
    until("the other hears", () -> second.size() == 1);
    get(staying.close());
    until(
        "the server is told", () -> get(bus.send(cmd(Command.PUBLISH, "c", "2"))).toInteger() == 0);
    RedisBus.Subscription again = bus.subscribe(Set.of("c"), (c, m) -> first.add(m), () -> {});
    get(again.ready());
    get(bus.send(cmd(Command.PUBLISH, "c", "3")));
    until("it is heard again", () -> !first.isEmpty());
    assertThat(first).containsExactly("3");
    assertThat(second).containsExactly("1");
  }

  @Test
  void subscriptionsReturnAfterTheServerWasKilledAndTellWhenToResync() {
    RedisBus bus = busUp();
    List<String> heard = new CopyOnWriteArrayList<>();
    AtomicInteger resyncs = new AtomicInteger();
    RedisBus.Subscription subscription =
        bus.subscribe(Set.of("c"), (c, m) -> heard.add(m), resyncs::incrementAndGet);
    get(subscription.ready());
    for (int round = 1; round <= 2; round++) {
      redis.kill();
      until("the loss is noticed", () -> !bus.up());
      redis.start();
      int expected = round + 1;
      until("it is subscribed again", () -> resyncs.get() == expected);
      until("the bus is up", bus::up);
      get(bus.send(cmd(Command.PUBLISH, "c", "round " + round)));
      until("it is heard", () -> heard.size() == expected - 1);
    }
    assertThat(heard).containsExactly("round 1", "round 2");
  }

  @Test
  void subscriptionsOfAFrozenServerAreMadeAgain() {
    RedisBus bus = busUp();
    List<String> heard = new CopyOnWriteArrayList<>();
    AtomicInteger resyncs = new AtomicInteger();
    get(bus.subscribe(Set.of("c"), (c, m) -> heard.add(m), resyncs::incrementAndGet).ready());
    redis.freeze();
    until("the silence is noticed", () -> !bus.up() && !bus.listening());
    redis.thaw();
    until("it is subscribed again", () -> resyncs.get() == 2);
    until("the bus is up", bus::up);
    until(
        "it is heard",
        () -> {
          get(bus.send(cmd(Command.PUBLISH, "c", "m")));
          return !heard.isEmpty();
        });
  }

  @Test
  void aSubscriberCutOffByTheServerListensAgainAndResyncs() {
    RedisBus bus = busUp();
    List<String> heard = new CopyOnWriteArrayList<>();
    AtomicInteger resyncs = new AtomicInteger();
    get(bus.psubscribe(Set.of("c*"), (c, m) -> heard.add(m), resyncs::incrementAndGet).ready());
    assertThat(get(bus.send(cmd(Command.CLIENT, "KILL", "TYPE", "pubsub"))).toInteger())
        .isEqualTo(1);
    until("it is subscribed again", () -> resyncs.get() == 2);
    get(bus.send(cmd(Command.PUBLISH, "c1", "m")));
    until("it is heard", () -> heard.size() == 1);
    assertThat(bus.up()).isTrue();
  }

  @Test
  void subscriptionsMadeWhileTheServerIsAwayBeginWhenItComes() {
    redis = RedisProcess.down(directory);
    RedisBus bus = RedisBus.open(vertx, BusName.MARKET, redis.url(), DEADLINE);
    RedisBus.Subscription subscription = bus.subscribe(Set.of("c"), (c, m) -> {}, () -> {});
    until("the server was missed", () -> failure(bus.ping()).getMessage().contains("refused"));
    assertThat(subscription.ready().isComplete()).isFalse();
    redis.start();
    get(subscription.ready());
  }

  @Test
  void aSubscriberIsCalledOnItsOwnContextAndItsErrorsStopNobody() {
    RedisBus bus = busUp();
    AtomicReference<Context> own = new AtomicReference<>();
    List<Context> calledOn = new CopyOnWriteArrayList<>();
    AtomicReference<RedisBus.Subscription> subscription = new AtomicReference<>();
    vertx
        .getOrCreateContext()
        .runOnContext(
            now -> {
              own.set(Vertx.currentContext());
              subscription.set(
                  bus.subscribe(
                      Set.of("c"),
                      (c, m) -> {
                        calledOn.add(Vertx.currentContext());
                        throw new IllegalStateException("a bug of the subscriber");
                      },
                      () -> calledOn.add(Vertx.currentContext())));
            });
    until("it is subscribed", () -> calledOn.size() == 1);
    get(bus.send(cmd(Command.PUBLISH, "c", "1")));
    get(bus.send(cmd(Command.PUBLISH, "c", "2")));
    until("both were heard", () -> calledOn.size() == 3);
    assertThat(calledOn).allMatch(context -> context == own.get());
  }

  @Test
  void messagesKeepTheirOrder() {
    RedisBus bus = busUp();
    List<String> heard = new CopyOnWriteArrayList<>();
    get(bus.subscribe(Set.of("c"), (c, m) -> heard.add(m), () -> {}).ready());
    List<String> sent = IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
    get(bus.batch(sent.stream().map(m -> cmd(Command.PUBLISH, "c", m)).toList()));
    until("all were heard", () -> heard.size() == sent.size());
    assertThat(heard).isEqualTo(sent);
  }

  @Test
  void aClosedBusIsGone() {
    RedisBus bus = busUp();
    get(bus.subscribe(Set.of("c"), (c, m) -> {}, () -> {}).ready());
    RedisBus other = bus(redis.url());
    until("three are connected", () -> get(other.info()).get("connected_clients").equals("3"));
    get(bus.close());
    assertThat(failure(bus.ping())).isInstanceOf(StoreAway.class).hasMessageContaining("closed");
    until("one is left", () -> get(other.info()).get("connected_clients").equals("1"));
  }

  private RedisBus busUp() {
    redis = RedisProcess.start(directory);
    return bus(redis.url());
  }

  private RedisBus bus(String url) {
    RedisBus bus = RedisBus.open(vertx, BusName.MARKET, url, DEADLINE);
    until("the bus is up", bus::up);
    return bus;
  }

  private static Request cmd(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return request;
  }

  private static List<String> texts(Response list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.toString()));
    return texts;
  }
}
