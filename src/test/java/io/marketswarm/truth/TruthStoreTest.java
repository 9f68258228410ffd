package io.marketswarm.truth;

import static io.marketswarm.store.Eventually.failure;
import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static io.marketswarm.truth.TruthFolder.component;
import static io.marketswarm.truth.TruthFolder.node;
import static io.vertx.redis.client.Request.cmd;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.BusName;
import io.marketswarm.store.CommandRefused;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.RedisProcess;
import io.marketswarm.truth.Registry.Registration;
import io.marketswarm.truth.TruthStore.Loaded;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Truth on a real Redis server. */
class TruthStoreTest {
  private static final Secrets SECRETS =
      Secrets.of(Map.of("a", Map.of("A_KEY", "hush-a"), "b", Map.of("B_KEY", "hush-b")));

  @TempDir static Path temp;
  private static RedisProcess redis;
  private static Vertx vertx;

  private final List<RedisBus> opened = new ArrayList<>();
  private RedisBus bus;
  private TruthStore store;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start(temp);
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopRedis() {
    get(vertx.close());
    redis.close();
  }

  @BeforeEach
  void openStore() {
    bus = open(redis.url());
    get(bus.send(cmd(Command.FLUSHALL)));
    store = new TruthStore(vertx, bus);
  }

  @AfterEach
  void closeBuses() {
    opened.forEach(open -> get(open.close()));
  }

  private RedisBus open(String url) {
    RedisBus open = RedisBus.open(vertx, BusName.SYSTEM, url);
    opened.add(open);
    until("the bus is up", open::up);
    return open;
  }

  private static TruthDocument document(String version) {
    JsonObject env = new JsonObject().put("A_KEY", "").put("PLAIN", "1");
    return TruthDocument.of(
        TruthDocument.compose(
            node("a", "b").put("version", version),
            Map.of("a", component("a").put("env", env), "b", component("b"))));
  }

  private String text(Command command, String... arguments) {
    Request request = cmd(command);
    Stream.of(arguments).forEach(request::arg);
    Response response = get(bus.send(request));
    return response == null ? null : response.toString();
  }

  private String value(String key) {
    return text(Command.GET, key);
  }

  /** Everything in the database, as one text for comparisons. */
  private Map<String, String> everything() {
    Map<String, String> all = new java.util.TreeMap<>();
    for (Response key : get(bus.send(cmd(Command.KEYS).arg("*")))) {
      all.put(key.toString(), text(Command.DUMP, key.toString()));
    }
    return all;
  }

  @Test
  void aLoadWritesAllKeysWithoutTimeLimit() {
    Loaded loaded = get(store.load(document("3.1"), SECRETS));

    assertThat(loaded.written()).isTrue();
    assertThat(value("truth:version")).isEqualTo("3.1");
    assertThat(value("truth:ts")).isEqualTo(String.valueOf(loaded.version().ts()));
    assertThat(Instant.ofEpochSecond(loaded.version().ts()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(new JsonObject(value("truth"))).isEqualTo(document("3.1").json());
    assertThat(new JsonObject(value("truth:doc")))
        .isEqualTo(document("3.1").json().put("secrets", SECRETS.json()));
    assertThat(get(bus.send(cmd(Command.SMEMBERS).arg("svc:list"))))
        .extracting(Response::toString)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(text(Command.HGET, "svc:cfg:a", "component")).isEqualTo("a");
    assertThat(text(Command.HGET, "svc:cfg:a", "secret_scope")).isEqualTo("a");
    assertThat(everything().keySet()).allMatch(key -> text(Command.TTL, key).equals("-1"));
  }

  @Test
  void onlyTheDocWithSecretsHoldsSecrets() {
    get(store.load(document("1"), SECRETS));
    get(store.load(document("2"), SECRETS));

    for (Response key : get(bus.send(cmd(Command.KEYS).arg("truth*")))) {
      if (text(Command.TYPE, key.toString()).equals("string")) {
        assertThat(value(key.toString()).contains("hush"))
            .as(key.toString())
            .isEqualTo(key.toString().equals("truth:doc"));
      }
    }
  }

  @Test
  void whatWasLoadedIsRead() {
    get(store.load(document("3.1"), SECRETS));

    assertThat(get(store.read())).isEqualTo(document("3.1"));
    assertThat(get(store.read("truth:doc"))).isEqualTo(document("3.1"));
    assertThat(get(store.secrets("a"))).containsExactly(Map.entry("A_KEY", "hush-a"));
    assertThat(get(store.secrets("nobody"))).isEmpty();
    assertThat(get(store.version()).orElseThrow().version()).isEqualTo("3.1");
  }

  @Test
  void withoutTruthThereIsNothingToRead() {
    assertThat(failure(store.read()))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("not loaded")
        .hasMessageContaining("truth:doc");
    assertThat(get(store.version())).isEmpty();
    assertThat(get(store.secrets("a"))).isEmpty();
  }

  @Test
  void theDocWithSecretsServesWhereTheOpenOneIsMissing() {
    get(store.load(document("3.1"), SECRETS));
    get(bus.send(cmd(Command.DEL).arg("truth")));

    assertThat(get(store.read())).isEqualTo(document("3.1"));
  }

  @Test
  void aDocumentSetByHandIsValidWithoutSecrets() {
    get(bus.send(cmd(Command.SET).arg("truth").arg(document("hand").pretty())));

    assertThat(get(store.read("truth:doc")).version()).isEqualTo("hand");
    assertThat(get(store.read()).version()).isEqualTo("hand");
    assertThat(get(store.configOf("a", ConfigSources.of(Map.of()))).env().string("PLAIN"))
        .isEqualTo("1");
    assertThat(get(store.loadIfChanged(document("hand"), Secrets.NONE)).written()).isTrue();
  }

  @Test
  void secretsSetByHandNeedNotBeTidy() {
    JsonObject doc =
        document("1")
            .json()
            .put(
                "secrets",
                new JsonObject().put("a", new JsonObject().put("PIN", 7)).put("b", "not a scope"));
    get(bus.send(cmd(Command.SET).arg("truth:doc").arg(doc.encode())));

    assertThat(get(store.secrets("a"))).containsExactly(Map.entry("PIN", "7"));
    assertThat(get(store.secrets("b"))).isEmpty();
  }

  @Test
  void aBrokenDocumentIsSaidToBeBrokenAndNotReplacedByAnother() {
    get(store.load(document("1"), SECRETS));
    get(bus.send(cmd(Command.SET).arg("truth").arg("{\"buses\":")));

    assertThat(failure(store.read())).hasMessageContaining("line 1");
  }

  @Test
  void anExistingRegistrationIsKept() {
    Registry registry = new Registry(bus);
    get(registry.register(new Registration("a", "b", "other")));
    get(registry.register(new Registration("a-second", "a", "a")));

    get(store.load(document("1"), SECRETS));

    assertThat(get(registry.registration("a"))).isEqualTo(new Registration("a", "b", "other"));
    assertThat(get(registry.registration("b"))).isEqualTo(new Registration("b", "b", "b"));
    assertThat(get(registry.registration("new"))).isEqualTo(new Registration("new", "new", "new"));
    assertThat(get(registry.services())).containsExactly("a", "a-second", "b");
  }

  @Test
  void aServiceIsGivenItsRegisteredComponentAndTheSecretsOfItsScope() {
    get(store.load(document("1"), SECRETS));
    get(new Registry(bus).register(new Registration("a-second", "a", "a")));
    get(new Registry(bus).register(new Registration("blind", "a", "nothing")));

    ResolvedConfig second = get(store.configOf("a-second", ConfigSources.of(Map.of())));
    ResolvedConfig blind = get(store.configOf("blind", ConfigSources.of(Map.of())));

    assertThat(second.service()).isEqualTo("a-second");
    assertThat(second.env().string("A_KEY")).isEqualTo("hush-a");
    assertThat(blind.env().find("A_KEY")).isEmpty();
    assertThat(failure(store.configOf("ghost", ConfigSources.of(Map.of()))))
        .hasMessageContaining("no component ghost");
  }

  @Test
  void theSameAgainIsNotLoadedTwice() {
    Loaded first = get(store.loadIfChanged(document("1"), SECRETS));
    Loaded again = get(store.loadIfChanged(document("1"), SECRETS));

    assertThat(first.written()).isTrue();
    assertThat(again).isEqualTo(new Loaded(first.version(), false));
  }

  @Test
  void aChangeOfDocumentOrSecretsIsLoaded() {
    get(store.loadIfChanged(document("1"), SECRETS));

    assertThat(get(store.loadIfChanged(document("2"), SECRETS)).written()).isTrue();
    assertThat(get(store.loadIfChanged(document("2"), Secrets.NONE)).written()).isTrue();
    assertThat(get(store.secrets("a"))).isEmpty();
  }

  @Test
  void nodesThatStartTogetherLoadOnce() {
    List<Future<Loaded>> loads =
        IntStream.range(0, 8)
            .mapToObj(i -> new TruthStore(vertx, open(redis.url())))
            .map(each -> each.loadIfChanged(document("1"), SECRETS))
            .toList();

    List<Loaded> all = loads.stream().map(io.marketswarm.store.Eventually::get).toList();

    assertThat(all).filteredOn(Loaded::written).hasSize(1);
    assertThat(all).extracting(Loaded::version).containsOnly(all.get(0).version());
  }

  @Test
  void loadersAtTheSameTimeLeaveTheStateOfOneAndTheHistoryOfAll() {
    List<String> versions = List.of("1", "2", "3", "4");
    List<Future<Loaded>> loads =
        versions.stream()
            .map(
                version ->
                    new TruthStore(vertx, open(redis.url()))
                        .load(
                            document(version),
                            Secrets.of(Map.of("a", Map.of("A_KEY", "hush-" + version)))))
            .toList();
    loads.forEach(io.marketswarm.store.Eventually::get);

    String last = get(store.read()).version();
    assertThat(value("truth:version")).isEqualTo(last);
    assertThat(get(store.secrets("a"))).containsEntry("A_KEY", "hush-" + last);
    assertThat(new JsonObject(value("truth:doc")).getString("version")).isEqualTo(last);
    List<String> seen = new ArrayList<>(List.of(last));
    for (long ts : get(store.history())) {
      seen.add(TruthDocument.parse(value("truth:history:" + ts)).version());
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(versions);
  }

  @Test
  void theLastFiveReplacedDocumentsAreKept() {
    for (int version = 1; version <= 8; version++) {
      get(store.load(document("" + version), SECRETS));
    }

    List<Long> times = get(store.history());
    assertThat(times).hasSize(5).isSortedAccordingTo((one, two) -> Long.compare(two, one));
    assertThat(times)
        .extracting(ts -> TruthDocument.parse(value("truth:history:" + ts)).version())
        .containsExactly("7", "6", "5", "4", "3");
    assertThat(get(bus.send(cmd(Command.KEYS).arg("truth:history:*"))).size()).isEqualTo(5);
  }

  @Test
  void theSameDocumentLoadedAgainIsNotHistory() {
    get(store.load(document("1"), SECRETS));
    get(store.load(document("1"), Secrets.NONE));

    assertThat(get(store.history())).isEmpty();
    assertThat(failure(store.rollback())).hasMessageContaining("no earlier Truth");
  }

  @Test
  void timesOfLoadsGrowEvenWhenTheClockStands() {
    Clock standing = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);
    TruthStore still = new TruthStore(vertx, bus, standing);

    assertThat(get(still.load(document("1"), SECRETS)).version().ts()).isEqualTo(1_000);
    assertThat(get(still.load(document("2"), SECRETS)).version().ts()).isEqualTo(1_001);
    assertThat(get(store.history())).containsExactly(1_000L);
  }

  @Test
  void aRollbackLoadsTheReplacedDocumentWithTheSecretsOfToday() {
    get(store.load(document("good"), SECRETS));
    get(store.load(document("bad"), Secrets.of(Map.of("a", Map.of("A_KEY", "hush-new")))));

    Loaded back = get(store.rollback());

    assertThat(back.version().version()).isEqualTo("good");
    assertThat(get(store.read())).isEqualTo(document("good"));
    assertThat(get(store.secrets("a"))).containsEntry("A_KEY", "hush-new");
    long bad = get(store.history()).get(0);
    assertThat(get(store.rollback(bad)).version().version()).isEqualTo("bad");
    assertThat(failure(store.rollback(7))).hasMessageContaining("7");
  }

  @Test
  void aLoadWithoutSecretsKeepsThoseThatAreThere() {
    get(store.load(document("1"), SECRETS));

    get(store.loadKeepingSecrets(document("2")));

    assertThat(get(store.secrets())).isEqualTo(SECRETS);
  }

  @Test
  void replacingSecretsKeepsWhatServicesShare() {
    JsonObject env = new JsonObject().put("INTERNAL_AUTH_SECRET", "${INTERNAL_AUTH_SECRET}");
    TruthDocument document =
        TruthDocument.of(
            TruthDocument.compose(node("a"), Map.of("a", component("a").put("env", env))));
    get(
        store.load(
            document,
            Secrets.of(Map.of("a", Map.of("INTERNAL_AUTH_SECRET", "shared", "OLD", "gone")))));

    get(store.loadReplacingSecrets(document, Secrets.of(Map.of("a", Map.of("NEW", "n")))));

    assertThat(get(store.secrets("a")))
        .containsOnly(Map.entry("INTERNAL_AUTH_SECRET", "shared"), Map.entry("NEW", "n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"svc:list", "svc:cfg:b", "truth:history", "truth:ts"})
  void aKeyOfTheWrongTypeFailsTheLoadBeforeAnythingIsWritten(String key) {
    get(store.load(document("1"), SECRETS));
    get(bus.send(cmd(Command.DEL).arg(key)));
    get(bus.send(cmd(Command.RPUSH).arg(key).arg("not what belongs here")));
    Map<String, String> before = everything();

    assertThat(failure(store.load(document("2"), Secrets.NONE)))
        .isInstanceOfAny(TruthException.class, CommandRefused.class);

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void anErrorInTheMiddleOfTheTransactionLeavesTheOldState() {
    get(store.load(document("1"), SECRETS));
    get(
        bus.send(
            cmd(Command.ACL)
                .arg("SETUSER")
                .arg("mute")
                .arg("on")
                .arg(">pw")
                .arg("~*")
                .arg("+@all")
                .arg("-publish")));
    Map<String, String> before = everything();
    TruthStore mute =
        new TruthStore(vertx, open("redis://mute:pw@127.0.0.1:" + redis.port() + "/0"));

    assertThat(failure(mute.load(document("2"), Secrets.NONE))).hasMessageContaining("publish");

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aLoaderThatDiedIsNotWaitedForForever() {
    get(bus.send(cmd(Command.SET).arg("truth:lock").arg("dead").arg("PX").arg("300")));

    assertThat(get(store.load(document("1"), SECRETS)).written()).isTrue();
    assertThat(value("truth:lock")).isNull();
  }

  @Test
  void everyLoadIsAnnounced() {
    List<String> raw = new CopyOnWriteArrayList<>();
    List<TruthVersion> heard = new CopyOnWriteArrayList<>();
    get(bus.subscribe(java.util.Set.of("truth:updated"), (c, m) -> raw.add(m), () -> {}).ready());
    get(store.onUpdated(heard::add).ready());

    Loaded loaded = get(store.load(document("1"), SECRETS));
    get(store.loadIfChanged(document("1"), SECRETS));
    Loaded second = get(store.load(document("2"), SECRETS));

    until("both are heard", () -> heard.size() == 2 && raw.size() == 2);
    assertThat(heard).containsExactly(loaded.version(), second.version());
    assertThat(new JsonObject(raw.get(0)))
        .isEqualTo(new JsonObject().put("version", "1").put("ts", loaded.version().ts()));
  }

  @Test
  void whatWasLoadedBetweenReadingAndListeningIsHeard() {
    get(store.load(document("1"), SECRETS));
    get(store.read());
    Loaded missed = get(new TruthStore(vertx, open(redis.url())).load(document("2"), SECRETS));
    List<TruthVersion> heard = new CopyOnWriteArrayList<>();

    get(store.onUpdated(heard::add).ready());

    until("the missed load is heard", () -> heard.contains(missed.version()));
  }

  @Test
  void aLoadMissedDuringALostConnectionIsHeardAfterIt() {
    get(store.load(document("1"), SECRETS));
    get(store.read());
    List<TruthVersion> heard = new CopyOnWriteArrayList<>();
    get(store.onUpdated(heard::add).ready());
    get(bus.send(cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("pubsub")));

    TruthVersion silent = new TruthVersion("2", 99_999_999_999L);
    get(
        bus.batch(
            List.of(
                cmd(Command.SET).arg("truth:version").arg(silent.version()),
                cmd(Command.SET).arg("truth:ts").arg("" + silent.ts()))));

    until("the silent load is heard", () -> heard.contains(silent));
  }

  @Test
  void clearingEmptiesTheBusesThatAnswer() {
    get(store.load(document("1"), SECRETS));
    RedisBus dead = RedisBus.open(vertx, BusName.ECHO, "redis://127.0.0.1:1");
    opened.add(dead);

    assertThat(get(store.clear(List.of(bus, dead), false))).containsExactly("system-redis");
    assertThat(everything()).isEmpty();
  }

  @Test
  void aProductionNodeIsNotClearedUnlessForced() {
    JsonObject json = document("1").json();
    json.getJsonObject("node").put("env", "production");
    get(store.load(TruthDocument.of(json), SECRETS));

    assertThat(failure(store.clear(List.of(bus), false))).hasMessageContaining("production");
    assertThat(everything()).isNotEmpty();
    assertThat(get(store.clear(List.of(bus), true))).containsExactly("system-redis");
    assertThat(everything()).isEmpty();
  }
}
