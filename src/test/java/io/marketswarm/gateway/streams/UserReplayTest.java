package io.marketswarm.gateway.streams;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.stream.Replay.Numbered;
import io.marketswarm.stream.Replay.Stored;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody who comes back is told: all of it without a hole, or that there is one. */
class UserReplayTest {
  private static final EventFamily FAMILY = EventFamily.TRADE_LOG;
  private static final int PUBLISHED_AT_ONCE = 500;
  private static Vertx vertx;
  private static RedisBus market;
  private static UserEvents events;
  private static long users = 7_000_000;

  private final long user = ++users;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    market = RedisBus.open(vertx, BusName.MARKET, TestStores.shared().url(BusName.MARKET));
    events = new UserEvents(market, MessageBus.on(vertx, new SimpleMeterRegistry()));
    eventually(market::up);
  }

  @AfterAll
  static void close() throws Exception {
    await(vertx.close());
  }

  private void publish(long from, long to) throws Exception {
    for (long first = from; first <= to; first += PUBLISHED_AT_ONCE) {
      List<Future<Long>> told = new ArrayList<>();
      for (long n = first; n <= Math.min(to, first + PUBLISHED_AT_ONCE - 1); n++) {
        told.add(events.publish(FAMILY, user, n, new JsonObject().put("type", "FillRecorded")));
      }
      await(Future.all(told));
    }
  }

  /** An archive that has these numbers, and gives as many at once as it is asked for. */
  private static UserReplay.Archive archived(long from, long to) {
    return (user, after, most) ->
        Future.succeededFuture(
            LongStream.rangeClosed(Math.max(from, after + 1), to)
                .limit(most)
                .mapToObj(n -> Buffer.buffer("{\"seq\":" + n + ",\"type\":\"FillRecorded\"}"))
                .toList());
  }

  private Stored after(long sequence, UserReplay.Archive archive) throws Exception {
    return await(new UserReplay(market, FAMILY, user, archive).after(sequence));
  }

  private static void assertWhole(Stored stored, long from, long to) {
    assertThat(stored.events())
        .extracting(Numbered::sequence)
        .isEqualTo(LongStream.rangeClosed(from, to).boxed().toList());
    assertThat(stored.upTo()).isEqualTo(to);
  }

  /** Everything up to a number, and then that the rest has to be fetched. */
  private static void assertBreaksOff(Stored stored, long from, long to, long newest) {
    List<Numbered> told = stored.events();
    Numbered notice = told.get(told.size() - 1);
    assertThat(notice.sequence()).isEqualTo(Numbered.NONE);
    assertThat(notice.event().name()).isEqualTo("resync_required");
    assertThat(told.subList(0, told.size() - 1))
        .extracting(Numbered::sequence)
        .isEqualTo(LongStream.rangeClosed(from, to).boxed().toList());
    assertThat(stored.upTo()).isEqualTo(newest);
  }

  private void lose(long sequence) throws Exception {
    await(market.send(Request.cmd(Command.XDEL).arg(FAMILY.streamKey(user)).arg(sequence + "-0")));
  }

  @Test
  void tellsAllThatRedisKeepsHoweverMuchItIs() throws Exception {
    publish(1, 599);
    long kept = await(market.send(Request.cmd(Command.XLEN).arg(FAMILY.streamKey(user)))).toLong();
    assertThat(kept).as("more than is kept at least").isGreaterThan(500);
    assertWhole(after(599 - kept, UserReplay.Archive.NONE), 600 - kept, 599);
  }

  @Test
  void joinsWhatTheArchiveHasWithWhatRedisHas() throws Exception {
    publish(1, 1_000);
    assertWhole(after(300, archived(1, 1_000)), 301, 1_000);
    assertWhole(after(300, archived(1, 700)), 301, 1_000);
  }

  @Test
  void saysWhatIsMissingWhenTheTwoDoNotMeet() throws Exception {
    publish(1, 2_000);
    assertBreaksOff(after(10, archived(1, 2_000)), 11, 510, 2_000);
    assertBreaksOff(after(10, UserReplay.Archive.NONE), 11, 10, 2_000);
    assertBreaksOff(after(10, (user, after, most) -> Future.failedFuture("away")), 11, 10, 2_000);
  }

  @Test
  void aHoleInRedisIsFilledOrTold() throws Exception {
    publish(1, 9);
    lose(6);
    assertWhole(after(3, archived(1, 9)), 4, 9);
    assertWhole(after(3, archived(6, 6)), 4, 9);
    assertBreaksOff(after(3, UserReplay.Archive.NONE), 4, 5, 9);
    assertWhole(after(6, UserReplay.Archive.NONE), 7, 9);
  }

  @Test
  void whoIsUpToDateIsToldNothingAndWhoIsAheadToBeginAnew() throws Exception {
    publish(1, 3);
    assertWhole(after(3, UserReplay.Archive.NONE), 4, 3);
    assertBreaksOff(after(8, UserReplay.Archive.NONE), 9, 8, 3);
  }
}
