package io.marketswarm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.log.Log;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Leases;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes in miniature share keys over a real Redis. */
class PortionTest extends NodeTests {
  private static final Duration TTL = Duration.ofSeconds(2);
  private static final List<String> SIX = List.of("A", "B", "C", "D", "E", "I:F");

  private final String work = "test-" + UUID.randomUUID();
  private final List<Member> members = new ArrayList<>();

  /** By key, who runs it. */
  private final Map<String, Member> running = new ConcurrentHashMap<>();

  private final List<String> starts = new CopyOnWriteArrayList<>();
  private final List<String> collisions = new CopyOnWriteArrayList<>();

  /** A node: its own Vert.x, bus, leases and portion. */
  private final class Member {
    final String name;
    final Vertx own = Vertx.vertx();
    final Portion portion;
    final Set<String> cannot = ConcurrentHashMap.newKeySet();
    final Leases leases;
    private final Future<?> doors;
    private boolean dead;

    Member(String name, List<String> keys, Future<?> doors) {
      this.name = name;
      this.doors = doors;
      RedisBus bus = RedisBus.open(own, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
      await("the bus", bus::up);
      leases = new Leases(own, bus, name, TTL);
      portion =
          new Portion(
              bus.context(),
              doors,
              new Roll(bus, work, name, TTL),
              leases.rhythm(),
              keys,
              (key, turned) -> candidacy(key, turned),
              Log.of("test"));
      members.add(this);
    }

    private Owned candidacy(String key, Runnable turned) {
      Supervisor supervisor = new Supervisor(Restarts.USUAL);
      return new Owned(
          own,
          leases,
          doors,
          new Claim(key, work + "." + key),
          supervisor,
          fence -> instances(key, fence, supervisor),
          turned,
          Log.of("test"));
    }

    private Instances instances(String key, Fence fence, Supervisor supervisor) {
      return new Instances(
          own,
          key,
          Instances.Manner.ALONE,
          failed -> new Worker(this, key, fence),
          supervisor,
          new Watch(new Pulse(), () -> {}),
          Log.of("test"));
    }

    Set<String> keys() {
      Set<String> keys = new HashSet<>();
      running.forEach(
          (key, member) -> {
            if (member == this) {
              keys.add(key);
            }
          });
      return keys;
    }

    /** As by SIGKILL: nothing is handed over, nobody is told. */
    void die() {
      dead = true;
      keys().forEach(running::remove);
      await(own.close());
    }
  }

  private final class Worker extends VerticleBase {
    private final Member member;
    private final String key;
    private final Fence fence;

    Worker(Member member, String key, Fence fence) {
      this.member = member;
      this.key = key;
      this.fence = fence;
    }

    @Override
    public Future<?> start() {
      if (member.cannot.contains(key)) {
        return Future.failedFuture("cannot");
      }
      starts.add(member.name + " " + key + " " + fence.token());
      Member other = running.put(key, member);
      if (other != null) {
        collisions.add(key + ": " + other.name + " and " + member.name);
      }
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      running.remove(key, member);
      return Future.succeededFuture();
    }
  }

  private Member member(String name, List<String> keys) {
    return new Member(name, keys, Future.succeededFuture());
  }

  @AfterEach
  void closeAll() {
    for (Member member : members) {
      if (!member.dead) {
        await(member.portion.scaleTo(0));
        await(member.own.close());
      }
    }
    assertThat(collisions).isEmpty();
  }

  private void awaitShares(int... shares) {
    await(
        "shares of " + Arrays.toString(shares),
        () -> {
          for (int i = 0; i < shares.length; i++) {
            Member member = members.get(i);
            if (member.keys().size() != shares[i] || member.portion.count() != shares[i]) {
              return false;
            }
          }
          return true;
        });
  }

  @Test
  void nodesShareTheKeysAndHandThemOverWhenOneComesOrGoes() {
    Member a = member("a", SIX);
    await(a.portion.scaleTo(6));
    awaitShares(6);
    assertThat(a.portion.leases()).containsExactlyElementsOf(SIX);
    assertThat(a.portion.deployments()).hasSize(6);

    Member b = member("b", SIX);
    await(b.portion.scaleTo(6));
    awaitShares(3, 3);
    Member c = member("c", SIX);
    await(c.portion.scaleTo(6));
    awaitShares(2, 2, 2);
    Set<String> ofA = a.keys();

    await(b.portion.scaleTo(0));
    assertThat(b.keys()).isEmpty();
    assertThat(b.portion.leases()).isEmpty();
    awaitShares(3, 0, 3);
    await(b.portion.scaleTo(6));
    awaitShares(2, 2, 2);
    assertThat(a.keys()).as("the same roll makes the same shares").isEqualTo(ofA);
  }

  @Test
  void whatADeadNodeRanRunsElsewhereUnderANewerFence() {
    Member a = member("a", SIX);
    Member b = member("b", SIX);
    await(a.portion.scaleTo(6));
    await(b.portion.scaleTo(6));
    awaitShares(3, 3);
    Set<String> orphans = b.keys();
    b.die();
    await("all keys at the survivor", () -> a.keys().size() == 6);
    for (String key : orphans) {
      assertThat(token("a", key)).isGreaterThan(token("b", key));
    }
  }

  private long token(String member, String key) {
    return starts.stream()
        .filter(start -> start.startsWith(member + " " + key + " "))
        .mapToLong(start -> Long.parseLong(start.split(" ")[2]))
        .max()
        .orElseThrow();
  }

  @Test
  void aNodeRunsAsManyKeysAsItHasRoomFor() {
    List<String> three = List.of("A", "B", "C");
    Member a = member("a", three);
    Member b = member("b", three);
    await(a.portion.scaleTo(1));
    await(b.portion.scaleTo(1));
    awaitShares(1, 1);
    assertThat(a.portion.wanted()).isEqualTo(1);

    await(a.portion.scaleTo(2));
    awaitShares(2, 1);
    Set<String> ofB = b.keys();
    await(a.portion.scaleTo(1));
    assertThat(a.keys()).hasSize(1);
    awaitShares(1, 1);
    assertThat(b.keys()).isEqualTo(ofB);
    await(b.portion.scaleTo(3));
    awaitShares(1, 2);
  }

  @Test
  void aKeyThatDoesNotStartOnOneNodeRunsOnAnotherInPeace() {
    List<String> one = List.of("A");
    Member a = member("a", one);
    Member b = member("b", one);
    Member preferred = Shares.of(one, offers()).get("A").equals("a") ? a : b;
    Member other = preferred == a ? b : a;
    preferred.cannot.add("A");
    await(preferred.portion.scaleTo(1));
    await(other.portion.scaleTo(1));
    await("the other to run it", () -> other.keys().contains("A"));
    double heard = lastHeard(preferred);
    await("many rounds to pass", () -> lastHeard(preferred) > heard + 2 * TTL.toMillis());
    assertThat(starts).hasSize(1);

    preferred.cannot.clear();
    other.die();
    await("the one that is left to try again", () -> preferred.keys().contains("A"));
  }

  private static Map<String, Shares.Offer> offers() {
    Shares.Offer one = new Shares.Offer(1, Set.of());
    return Map.of("a", one, "b", one);
  }

  private double lastHeard(Member member) {
    RedisBus bus = observer();
    Response score =
        await(bus.send(Request.cmd(Command.ZSCORE).arg("roll:" + work).arg(member.name)));
    return score == null ? 0 : score.toDouble();
  }

  private RedisBus observing;

  private RedisBus observer() {
    if (observing == null) {
      observing = RedisBus.open(vertx, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
      await("the observer's bus", observing::up);
    }
    return observing;
  }

  @Test
  void aNodeTakesNoWorkFromOthersBeforeItsDoorsAreOpen() {
    Member a = member("a", SIX);
    await(a.portion.scaleTo(6));
    awaitShares(6);
    Promise<Void> doors = Promise.promise();
    Member b = new Member("b", SIX, doors.future());
    await(b.portion.scaleTo(6));
    Member c = member("c", SIX);
    await(c.portion.scaleTo(6));
    awaitShares(3, 0, 3);
    assertThat(b.portion.leases()).isEmpty();

    doors.complete();
    awaitShares(2, 2, 2);
  }

  @Test
  void aCandidacyCalledOffWhileTheDoorsAreShutStaysSo() {
    Promise<Void> doors = Promise.promise();
    Member a = new Member("a", List.of("A"), doors.future());
    await(a.portion.scaleTo(1));
    await(a.portion.scaleTo(0));
    doors.complete();
    Member b = member("b", List.of("A"));
    await(b.portion.scaleTo(1));
    awaitShares(0, 1);
  }

  @Test
  void refusesKeysThatCouldNotBeToldApart() {
    assertThatThrownBy(() -> member("a", List.of("A", "B C"))).hasMessageContaining("'B C'");
  }
}
