package io.marketswarm.store;

import static io.marketswarm.store.Eventually.failure;
import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Duration TTL = Duration.ofMillis(600);

  private final String name = "test-" + UUID.randomUUID();
  private final List<Contender> contenders = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private RedisBus system;
  private RedisBus market;

  @BeforeEach
  void open() {
    TestStores stores = TestStores.shared();
    system = RedisBus.open(vertx, BusName.SYSTEM, stores.url(BusName.SYSTEM));
    market = RedisBus.open(vertx, BusName.MARKET, stores.url(BusName.MARKET));
    until("both are up", () -> system.up() && market.up());
  }

  @AfterEach
  void close() {
    contenders.forEach(Contender::close);
    get(vertx.close());
  }

  @Test
  void ofTwoContendersExactlyOneOwns() {
    Contender a = contend("a");
    Contender b = contend("b");
    for (int i = 0; i < 300; i++) {
      assertThat(bothOwn(a, b) || bothOwn(b, a)).isFalse();
      get(system.ping());
    }
    until("one owns", () -> a.holds() || b.holds());
    Contender owner = a.holds() ? a : b;
    Contender other = owner == a ? b : a;
    get(owner.lease.release());
    until("the other owns", other::holds);
    assertThat(owner.holds()).isFalse();
  }

  /** Asked in this order, as an owner that has lost does not come back with the same fence. */
  private static boolean bothOwn(Contender one, Contender two) {
    Fence earlier = two.latest;
    return one.lease.fence().isPresent() && earlier != null && earlier.holds();
  }

  @Test
  void twoContendersOfOneProcessAreTwo() {
    Leases leases = new Leases(vertx, system, "node", TTL);
    Contender.Log first = new Contender.Log();
    Contender.Log second = new Contender.Log();
    Lease one = leases.contend(name, first);
    until("the first owns", () -> first.events.size() == 1);
    Lease two = leases.contend(name, second);
    get(one.release());
    until("the second owns", () -> two.fence().isPresent());
    until("the second was told", () -> second.events.size() == 1);
    assertThat(first.events).containsExactly("acquired");
    assertThat(second.events).containsExactly("acquired");
    get(leases.close());
    assertThat(two.fence()).isEmpty();
    assertThat(get(leases.holder(name))).isEmpty();
  }

  @Test
  void operatorsSeeWhoHoldsALease() {
    Leases leases = new Leases(vertx, system, "the first node", TTL);
    assertThat(get(leases.holder(name))).isEmpty();
    Lease lease = leases.contend(name, new Contender.Log());
    until("it owns", () -> lease.fence().isPresent());
    Leases.Holder holder = get(leases.holder(name)).orElseThrow();
    assertThat(holder.id()).isEqualTo("the first node");
    assertThat(holder.expiresIn()).isPositive().isLessThanOrEqualTo(TTL);
    get(lease.release());
    assertThat(get(leases.holder(name))).isEmpty();
  }

  @Test
  void aReleasedLeaseIsFreeAtOnce() {
    Contender a = contend("a");
    until("a owns", a::holds);
    Fence old = a.fence();
    get(a.lease.release());
    assertThat(old.holds()).isFalse();
    assertThat(get(system.send(cmd(Command.EXISTS, "lease:" + name))).toInteger()).isZero();
    Contender b = contend("b");
    until("b owns", b::holds);
    assertThat(b.fence().token()).isGreaterThan(old.token());
    assertThat(a.events).containsExactly("acquired");
  }

  @Test
  void whoeverWaitsHearsAtOnceThatALeaseIsFree() {
    Duration noWaitingForThat = Duration.ofHours(1);
    Contender a = contend("a", noWaitingForThat);
    until("a owns", a::holds);
    Contender former = a;
    for (String next : List.of("b", "c", "d", "e")) {
      Contender waiting = contend(next, noWaitingForThat);
      get(waiting.ping());
      get(former.lease.release());
      until(next + " owns", waiting::holds);
      former = waiting;
    }
    get(former.lease.release());
  }

  @Test
  void aProcessKeepsManyLeasesAlive() {
    Leases leases = new Leases(vertx, system, "node", TTL);
    List<Lease> held = new ArrayList<>();
    Contender.Log log = new Contender.Log();
    for (int i = 0; i < 100; i++) {
      held.add(leases.contend(name + "." + i, log));
    }
    until("all are owned", () -> held.stream().allMatch(lease -> lease.fence().isPresent()));
    long begin = System.nanoTime();
    until("more than a lease's time is over", () -> System.nanoTime() - begin > TTL.toNanos());
    until("all were told", () -> log.events.size() == held.size());
    assertThat(log.events).containsOnly("acquired");
    assertThat(held).allMatch(lease -> lease.fence().isPresent());
    get(leases.close());
  }

  @Test
  void releasingLateFreesNobodyElsesLease() {
    Contender a = contend("a");
    until("a owns", a::holds);
    a.pause();
    Contender b = contend("b");
    until("b owns", b::holds);
    Future<Void> released = a.lease.release();
    a.resume();
    get(released);
    assertThat(get(system.send(cmd(Command.GET, "lease:" + name))).toString()).startsWith("b ");
    assertThat(b.holds()).isTrue();
  }

  @Test
  void aPausedOwnerIsReplacedAndKnowsItBeforeItActs() {
    Contender a = contend("a");
    until("a owns", a::holds);
    Fence old = a.fence();
    get(market.fenced(old, List.of(cmd(Command.SET, name, "by a"))));
    a.pause();
    Contender b = contend("b");
    until("b owns", b::holds);
    assertThat(old.holds()).isFalse();
    assertThatThrownBy(old::check).isInstanceOf(StaleOwner.class).hasMessageContaining(name);
    assertThat(failure(market.fenced(old, List.of(cmd(Command.SET, name, "late")))))
        .isInstanceOf(StaleOwner.class);
    a.resume();
    until("a is told", () -> a.events.contains("lost: it was not renewed in time"));
    assertThat(a.events).containsExactly("acquired", "lost: it was not renewed in time");
    assertThat(get(market.send(cmd(Command.GET, name))).toString()).isEqualTo("by a");
    assertThat(b.holds()).isTrue();
  }

  @Test
  void aWriteThatWasUnderWayWhenANewerOwnerWroteIsRefused() {
    Contender a = contend("a");
    until("a owns", a::holds);
    Fence older = new Fence(name, a.fence().token() - 1, System.nanoTime() + (1L << 40), () -> {});
    get(market.fenced(a.fence(), List.of(cmd(Command.SET, name, "new"))));
    assertThat(older.holds()).isTrue();
    assertThat(
            failure(
                market.fenced(
                    older, List.of(cmd(Command.SET, name, "old"), cmd(Command.DEL, name)))))
        .isInstanceOf(StaleOwner.class)
        .hasMessageContaining("token " + a.fence().token());
    assertThat(older.holds()).isFalse();
    assertThat(get(market.send(cmd(Command.GET, name))).toString()).isEqualTo("new");
  }

  @Test
  void anOwnerMakesItselfKnownWithoutWriting() {
    Contender a = contend("a");
    until("a owns", a::holds);
    Fence older = new Fence(name, a.fence().token() - 1, System.nanoTime() + (1L << 40), () -> {});
    assertThat(get(market.fenced(a.fence(), List.of()))).isEmpty();
    assertThat(failure(market.fenced(older, List.of(cmd(Command.SET, name, "old")))))
        .isInstanceOf(StaleOwner.class);
  }

  @Test
  void fencedCommandsAnswerInOrderWithAnyBytes() {
    Contender a = contend("a");
    until("a owns", a::holds);
    byte[] anyBytes = {0, (byte) 0xff, '\r', '\n', (byte) 0x80};
    List<Response> answers =
        get(
            market.fenced(
                a.fence(),
                List.of(
                    Request.cmd(Command.SET).arg(name).arg(anyBytes),
                    cmd(Command.GET, name),
                    cmd(Command.GET, name + ":missing"),
                    cmd(Command.INCR, name + ":n"),
                    cmd(Command.SET, name + ":empty", ""),
                    cmd(Command.PUBLISH, name, "told"))));
    assertThat(answers).hasSize(6);
    assertThat(answers.get(0).toString()).isEqualTo("OK");
    assertThat(answers.get(1).toBytes()).isEqualTo(anyBytes);
    assertThat(answers.get(2)).isNull();
    assertThat(answers.get(3).toInteger()).isEqualTo(1);
    assertThat(answers.get(5).toInteger()).isZero();
  }

  @Test
  void aFencedCommandThatIsRefusedFailsInTheServersWords() {
    Contender a = contend("a");
    until("a owns", a::holds);
    assertThat(
            failure(
                market.fenced(
                    a.fence(),
                    List.of(cmd(Command.SET, name, "text"), cmd(Command.LPUSH, name, "x")))))
        .isInstanceOf(CommandRefused.class)
        .hasMessageContaining("WRONGTYPE");
    Request wide = Request.cmd(Command.DEL);
    for (int i = 0; i <= FenceScript.MOST_WORDS; i++) {
      wide.arg("k" + i);
    }
    assertThat(failure(market.fenced(a.fence(), List.of(wide))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("split it");
    assertThat(a.holds()).isTrue();
  }

  @Test
  void anOwnerThatIsOutrunTakesTheLeaseAgainWithAHigherToken() {
    Contender a = contend("a");
    until("a owns", a::holds);
    long ahead = a.fence().token() + 1_000_000_000;
    get(market.send(cmd(Command.SET, FenceScript.seenKey(name), Long.toString(ahead))));
    assertThat(failure(market.fenced(a.fence(), List.of(cmd(Command.SET, name, "v")))))
        .isInstanceOf(StaleOwner.class);
    until("it owns again", () -> a.holds() && a.fence().token() > ahead);
    assertThat(a.events).containsExactly("acquired", "lost: a newer owner has written", "acquired");
    get(market.fenced(a.fence(), List.of(cmd(Command.SET, name, "v"))));
  }

  @Test
  void tokensGrowEvenWhenTheServerForgets(@TempDir Path directory) {
    try (RedisProcess redis = RedisProcess.start(directory)) {
      RedisBus bus = RedisBus.open(vertx, BusName.SYSTEM, redis.url(), Duration.ofSeconds(1));
      until("it is up", bus::up);
      List<Long> tokens = new CopyOnWriteArrayList<>();
      AtomicReference<Lease> lease = new AtomicReference<>();
      for (int round = 0; round < 6; round++) {
        int expected = round + 1;
        lease.set(
            new Leases(vertx, bus, "node", TTL)
                .contend(
                    name,
                    new Lease.Listener() {
                      @Override
                      public void acquired(Fence fence) {
                        tokens.add(fence.token());
                      }

                      @Override
                      public void lost(String reason) {}
                    }));
        until("it owns", () -> tokens.size() == expected);
        get(lease.get().release());
        if (round == 1 || round == 2) {
          get(bus.send(cmd(Command.FLUSHALL)));
        } else if (round == 3) {
          redis.kill();
          redis.start();
          until("it is up again", () -> get(bus.ping().map(true).otherwise(false)));
        }
      }
      assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void whoeverReturnsFirstOwnsAfterTheServerWasAway(@TempDir Path directory) {
    try (RedisProcess redis = RedisProcess.start(directory)) {
      RedisBus bus = RedisBus.open(vertx, BusName.SYSTEM, redis.url(), Duration.ofSeconds(1));
      until("it is up", bus::up);
      Contender.Log log = new Contender.Log();
      Lease lease = new Leases(vertx, bus, "node", TTL).contend(name, log);
      until("it owns", () -> lease.fence().isPresent());
      Fence first = lease.fence().orElseThrow();
      redis.kill();
      until("it is lost", () -> log.events.size() == 2);
      assertThat(first.holds()).isFalse();
      redis.start();
      until("it owns again", () -> lease.fence().isPresent());
      assertThat(lease.fence().orElseThrow().token()).isGreaterThan(first.token());
      until("it was told", () -> log.events.size() == 3);
    }
  }

  @Test
  void noInterleavingOfPausesLetsAnOlderOwnerWriteAfterANewerOne() {
    Duration ttl = Duration.ofMillis(150);
    List<Contender> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(contend("c" + i, ttl));
    }
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> writers = new ArrayList<>();
    for (Contender contender : all) {
      writers.add(new Thread(() -> writeUntil(over, contender)));
    }
    writers.forEach(Thread::start);
    long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (System.nanoTime() < end) {
      Contender victim =
          all.stream().filter(Contender::holds).findAny().orElse(all.get(random.nextInt(5)));
      victim.pause();
      get(vertx.timer(random.nextLong(1, 2 * ttl.toMillis())));
      victim.resume();
    }
    over.set(true);
    writers.forEach(LeaseTest::join);
    List<Long> tokens = new ArrayList<>();
    for (Response written : get(market.send(cmd(Command.LRANGE, name, "0", "-1")))) {
      tokens.add(written.toLong());
    }
    assertThat(tokens).isSorted();
    assertThat(tokens.stream().distinct().count()).isGreaterThan(3);
  }

  /** Writes the token, as fast as it is let, in ignorance of pauses: through its own connection. */
  private void writeUntil(AtomicBoolean over, Contender contender) {
    while (!over.get()) {
      Fence fence = contender.latest;
      if (fence == null) {
        Thread.onSpinWait();
        continue;
      }
      // A fence that believes for ever, so that only the write itself can be refused.
      Fence blind = new Fence(name, fence.token(), System.nanoTime() + (1L << 40), () -> {});
      get(
          market
              .fenced(blind, List.of(cmd(Command.RPUSH, name, Long.toString(fence.token()))))
              .otherwise(List.of()));
    }
  }

  private Contender contend(String holder) {
    return contend(holder, TTL);
  }

  private Contender contend(String holder, Duration ttl) {
    Contender contender = new Contender(name, holder, ttl);
    contenders.add(contender);
    return contender;
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Request cmd(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return request;
  }

  /** A process of its own in miniature: one event loop, which may be paused. */
  private static final class Contender {
    final Vertx loop = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    final List<String> events;
    final Lease lease;
    volatile Fence latest;
    private final RedisBus system;
    private CountDownLatch resume;

    Contender(String name, String holder, Duration ttl) {
      system = RedisBus.open(loop, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
      Log log =
          new Log() {
            @Override
            public void acquired(Fence fence) {
              latest = fence;
              super.acquired(fence);
            }
          };
      events = log.events;
      lease = new Leases(loop, system, holder, ttl).contend(name, log);
    }

    /** Whether it holds the lease and was told so. */
    boolean holds() {
      return lease.fence().filter(fence -> fence == latest).isPresent();
    }

    /** Completes when it has asked for the lease, if its bus is up. */
    Future<Void> ping() {
      return system.ping().otherwiseEmpty();
    }

    Fence fence() {
      return lease.fence().orElseThrow();
    }

    void pause() {
      CountDownLatch paused = new CountDownLatch(1);
      resume = new CountDownLatch(1);
      loop.runOnContext(
          now -> {
            paused.countDown();
            await(resume);
          });
      await(paused);
    }

    void resume() {
      resume.countDown();
    }

    void close() {
      if (resume != null) {
        resume.countDown();
      }
      get(loop.close());
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    static class Log implements Lease.Listener {
      final List<String> events = new CopyOnWriteArrayList<>();

      @Override
      public void acquired(Fence fence) {
        events.add("acquired");
      }

      @Override
      public void lost(String reason) {
        events.add("lost: " + reason);
      }
    }
  }
}
