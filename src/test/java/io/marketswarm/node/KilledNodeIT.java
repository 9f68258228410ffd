package io.marketswarm.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.Marketswarm;
import io.marketswarm.bus.EventFamily;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.streams.Listener.Event;
import io.marketswarm.node.EventSource.Visit;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.web.identity.SessionTokens;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two nodes is killed under those who listen to it. They come back to the other one, and
 * whatever the moment was: nothing that is theirs is missing or told twice, and nobody else's is
 * among it; what is everybody's is as new as it gets.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledNodeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int LEASE_MILLIS = 3_000;
  private static final String SESSION_SECRET = "a-session-secret-all-nodes-share";
  private static final String MODEL = "/sse/trade_selector/" + News.SYMBOL;
  private static final String MIXED = "/sse/all?user=1&symbols=" + News.SYMBOL;

  /** In all not more than the bus keeps for those who are away. */
  private static final long BEFORE = 60;

  private static final long AROUND = 140;
  private static final long MEANWHILE = 220;
  private static final long IN_ALL = 300;

  @TempDir Path folder;

  @RegisterExtension
  final AfterTestExecutionCallback explain =
      test ->
          test.getExecutionException()
              .ifPresent(why -> nodes().forEach(n -> System.err.println(n.lastWords())));

  /** Somebody who listens, in several ways. */
  private record User(
      int id, EventSource trades, EventSource logs, EventSource everything, EventSource models) {
    List<EventSource> all() {
      return List.of(trades, logs, everything, models);
    }
  }

  private final List<EventSource> sources = new ArrayList<>();
  private Vertx vertx;
  private RedisBus system;
  private RedisBus market;
  private ClusterMember one;
  private ClusterMember other;

  @BeforeEach
  void openBuses() {
    vertx = Vertx.vertx();
    system = RedisBus.open(vertx, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
    market = RedisBus.open(vertx, BusName.MARKET, TestStores.shared().url(BusName.MARKET));
    await("the test's own buses", () -> system.up() && market.up());
    List<ClusterMember> nodes = ClusterMember.of("killed-node", folder, "a", "b");
    one = nodes.get(0);
    other = nodes.get(1);
  }

  @AfterEach
  void endEverything() throws Exception {
    sources.forEach(EventSource::close);
    for (ClusterMember node : nodes()) {
      node.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private List<ClusterMember> nodes() {
    return List.of(one, other);
  }

  @Test
  void thoseWhoListenedToItMissNothingAtTheOther() throws Exception {
    startBoth();
    List<User> users = List.of(listener(), listener());
    try (News news = new News(vertx, market, users.stream().map(User::id).toList())) {
      news.goOnTo(BEFORE);
      awaitAll(one, "the first half", source -> count(source) >= BEFORE / 2);
      news.goOnTo(AROUND);
      one.kill();
      await("everybody notices", () -> sources.stream().allMatch(EventSource::lost));
      news.goOnTo(MEANWHILE);
      await("what nobody hears", () -> news.told() == MEANWHILE);
      awaitAll(other, "everybody to come back", source -> true);
      news.goOnTo(IN_ALL);
      await("all news", () -> news.told() == IN_ALL);
      awaitAll(other, "everybody to hear the last of it", KilledNodeIT::heardTheLast);
    }
    for (User user : users) {
      assertEachOnce(user, user.trades, EventFamily.TRADE_LOG);
      assertEachOnce(user, user.logs, EventFamily.LOGS);
      assertEachOnce(user, user.everything, EventFamily.TRADE_LOG);
      assertEachOnce(user, user.everything, EventFamily.LOGS);
      assertTellsWhatWasMissedFirst(user.trades);
      assertTellsWhatWasMissedFirst(user.logs);
      assertIdsSayWhatWasTold(user.trades, EventFamily.TRADE_LOG);
      assertIdsSayWhatWasTold(user.logs, EventFamily.LOGS);
      assertCursorsSayWhatWasTold(user.everything);
      assertGoesFromStateToState(user.models);
    }
  }

  private void startBoth() throws Exception {
    // What the edge needs runs elsewhere, as far as it can tell.
    for (String needed : List.of("massive", "rss_agg", "vexy_ai", "copilot")) {
      system
          .send(Request.cmd(Command.SET).arg(needed + ":heartbeat").arg("{}"))
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, SECONDS);
    }
    for (ClusterMember node : nodes()) {
      String conf = node.configured(nodes(), LEASE_MILLIS).toString();
      node.start(
          List.of("APP_SESSION_SECRET=" + SESSION_SECRET, "JOURNAL_API_URL=http://127.0.0.1:1"),
          Marketswarm.class,
          "run",
          "--services",
          "sse",
          "--set",
          "services.sse.port=" + node.edge(),
          "--set",
          "services.sse.tlsPort=0",
          "--conf",
          conf);
      await("node " + node.name(), node::up);
    }
  }

  /** Somebody nobody has seen before, who listens to the first node. */
  private User listener() {
    String token =
        new SessionTokens(SESSION_SECRET, Duration.ofDays(1), InstantSource.system())
            .issue(RunningGateway.somebody("navigator"));
    List<EventSource> mine =
        Stream.of("/sse/trade-log", "/sse/logs", MIXED, MODEL)
            .map(path -> new EventSource(vertx, path, token))
            .toList();
    sources.addAll(mine);
    awaitAll(one, "somebody to listen", source -> true);
    int id = mine.get(0).events().mapToInt(KilledNodeIT::userId).findFirst().orElseThrow();
    return new User(id, mine.get(0), mine.get(1), mine.get(2), mine.get(3));
  }

  private static int userId(Event connected) {
    return Integer.parseInt(connected.json().getString("userId"));
  }

  private interface Wish {
    boolean isFulfilled(EventSource source);
  }

  /** Waits for all who listen; they go to a node whenever they have no connection. */
  private void awaitAll(ClusterMember node, String what, Wish wish) {
    await(
        what,
        () -> {
          boolean all = true;
          for (EventSource source : sources) {
            all &= source.connected(node.edge()) && wish.isFulfilled(source);
          }
          return all;
        });
  }

  /** The highest number it was told of anything. */
  private static long count(EventSource source) {
    return Stream.concat(
            source.events().filter(event -> family(event) != null).map(KilledNodeIT::number),
            states(source.events().toList()).stream())
        .max(Long::compare)
        .orElse(0L);
  }

  private static boolean heardTheLast(EventSource source) {
    List<Event> events = source.events().toList();
    boolean models = source.path().equals(MODEL);
    boolean mixed = source.path().equals(MIXED);
    boolean state = !(models || mixed) || states(events).contains(IN_ALL);
    return state
        && News.FAMILIES.stream()
            .filter(family -> mixed || source.path().equals("/sse/" + family.stream()))
            .allMatch(family -> numbers(events, family).contains(IN_ALL));
  }

  /** Which private news an event is, or null. */
  private static EventFamily family(Event event) {
    return News.FAMILIES.stream()
        .filter(family -> News.type(family).equals(event.name()))
        .findFirst()
        .orElse(null);
  }

  private static long number(Event event) {
    return event.json().getLong("seq");
  }

  private static List<Long> numbers(List<Event> events, EventFamily family) {
    return events.stream().filter(e -> family(e) == family).map(KilledNodeIT::number).toList();
  }

  private static List<Long> states(List<Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("trade_selector"))
        .map(event -> event.json().getLong("ts"))
        .toList();
  }

  private void assertEachOnce(User user, EventSource source, EventFamily family) {
    List<Event> events = source.events().toList();
    assertThat(numbers(events, family))
        .as("%s of %s: in order, none twice, none left out", source.path(), family)
        .isEqualTo(LongStream.rangeClosed(1, IN_ALL).boxed().toList());
    assertThat(events)
        .filteredOn(event -> family(event) != null)
        .as("nobody else's")
        .allMatch(event -> event.json().getInteger("user_id") == user.id);
    assertThat(numbers(eventsAt(source, one), family)).as("at the first node").isNotEmpty();
    assertThat(events).extracting(Event::name).doesNotContain("resync_required");
  }

  private static List<Event> eventsAt(EventSource source, ClusterMember node) {
    return source.visits(node.edge()).stream().flatMap(visit -> visit.events().stream()).toList();
  }

  /** What was told while the client was away comes before the welcome. */
  private void assertTellsWhatWasMissedFirst(EventSource source) {
    List<Event> back = source.visits(other.edge()).get(0).events();
    List<String> names = back.stream().map(Event::name).toList();
    long before = lastNumber(eventsAt(source, one));
    long missed = lastNumber(back.subList(0, names.indexOf("connected")));
    assertThat(before).isLessThan(MEANWHILE);
    assertThat(missed).as("told by %s on return", source.path()).isEqualTo(MEANWHILE);
  }

  private static long lastNumber(List<Event> events) {
    return events.stream().filter(e -> family(e) != null).mapToLong(e -> number(e)).max().orElse(0);
  }

  private void assertIdsSayWhatWasTold(EventSource source, EventFamily family) {
    assertThat(source.events().filter(event -> family(event) == family))
        .as("ids of " + source.path())
        .allMatch(event -> event.id().equals(String.valueOf(number(event))));
  }

  /** Of a mixed stream each id says how far every family is, and no model moves it. */
  private void assertCursorsSayWhatWasTold(EventSource source) {
    long[] told = new long[News.FAMILIES.size()];
    for (Event event : source.events().toList()) {
      EventFamily family = family(event);
      if (family != null) {
        told[News.FAMILIES.indexOf(family)] = number(event);
        for (EventFamily each : News.FAMILIES) {
          assertThat(Arrays.asList(event.id().split(",")))
              .contains(each.stream() + ":" + told[News.FAMILIES.indexOf(each)]);
        }
      } else if (event.name().equals("trade_selector")) {
        assertThat(event.id()).as("id of a model among private news").isNull();
      }
    }
  }

  /** While connected nothing older follows; a newcomer gets the state before the welcome. */
  private void assertGoesFromStateToState(EventSource source) {
    for (ClusterMember node : nodes()) {
      for (Visit visit : source.visits(node.edge())) {
        List<Event> events = visit.events();
        assertThat(states(events)).isSorted().doesNotHaveDuplicates();
        List<Event> numbered = events.stream().filter(event -> event.id() != null).toList();
        assertThat(numbered.stream().map(KilledNodeIT::boot).distinct()).hasSizeLessThan(2);
        assertThat(numbered.stream().map(KilledNodeIT::place)).isSorted();
      }
    }
    assertThat(source.visits(other.edge()).get(0).events().get(0).name())
        .isEqualTo("trade_selector");
    List<Long> all = states(source.events().toList());
    assertThat(all.get(all.size() - 1)).as("the last state").isEqualTo(IN_ALL);
  }

  private static String boot(Event event) {
    return event.id().substring(0, event.id().indexOf('-'));
  }

  private static long place(Event event) {
    return Long.parseLong(event.id().substring(event.id().indexOf('-') + 1));
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }
}
