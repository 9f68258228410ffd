package io.marketswarm.market.volume;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.model.ProfileBuilder;
import io.marketswarm.market.model.VolumeNode;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.model.VolumeProfile.Mode;
import io.marketswarm.market.wire.ProfileJson;
import io.marketswarm.market.wire.ProfileReader;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.sim.SimServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileWorkerTest {
  private static final String LIVE = "massive:volume_profile:spx";

  @TempDir static Path folder;
  private static SimServer exchange;
  private static MarketStage stage;

  private final List<JsonObject> events = new CopyOnWriteArrayList<>();
  private String worker;

  @BeforeAll
  static void open() {
    exchange = SimServer.start(SimServer.MARKET);
    stage = new MarketStage(folder, new HandMarketClock(SimServer.START));
    stage.clock().play("2026-01-27T15:00:00Z", 1);
  }

  @AfterAll
  static void close() {
    stage.close();
    exchange.close();
  }

  @BeforeEach
  void empty() {
    stage.ask(Command.FLUSHDB);
    stage.announce(exchange);
    stage.ask(stage.system(), Command.DEL, VolumeKeys.PROFILE, VolumeKeys.FOLDED);
    stage.ask(stage.system(), Command.DEL, VolumeKeys.ARTIFACT, VolumeKeys.CONTEXT);
    get(
        stage
            .market()
            .subscribe(
                Set.of(VolumeKeys.GRAVITY_CHANNEL),
                (channel, event) -> events.add(new JsonObject(event)),
                () -> {})
            .ready());
  }

  @AfterEach
  void stop() {
    if (worker != null) {
      stage.undeploy(worker);
    }
  }

  private void deploy(String provider) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_PROVIDER", provider);
    worker = stage.deploy(new ProfileWorker(stage.context("profile", variables)));
  }

  /** A profile that was put there from elsewhere, on a day. */
  private static VolumeProfile put(String lastUpdated) {
    ProfileBuilder builder = new ProfileBuilder("SPY", "SPX", 10);
    for (int point = 6_880; point <= 6_920; point++) {
      builder.point(Mode.RAW, point, 1_000 + 100 * (point % 7));
      builder.point(Mode.TV, point, 1_000 + 100 * (point % 5));
    }
    VolumeProfile profile = builder.build(Instant.parse(lastUpdated));
    store(profile);
    return profile;
  }

  private static void store(VolumeProfile profile) {
    stage.ask(
        stage.system(),
        Command.SET,
        VolumeKeys.PROFILE,
        new String(ProfileJson.PROFILE.bytes(profile), StandardCharsets.UTF_8));
  }

  private static VolumeProfile profile() {
    Response text = stage.ask(stage.system(), Command.GET, VolumeKeys.PROFILE);
    return text == null
        ? null
        : ProfileReader.read(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static double volume(Mode mode, int point) {
    VolumeProfile profile = profile();
    return profile.volume(mode, point - profile.minPrice());
  }

  private static JsonObject system(String key) {
    Response text = stage.ask(stage.system(), Command.GET, key);
    return text == null ? null : new JsonObject(text.toString());
  }

  private static void count(int bucket, long volume) {
    stage.ask(Command.HINCRBY, LIVE, bucket, volume);
  }

  /** Makes the worker look, without a minute's wait: as the gateway does after an edit. */
  private static void knock() {
    stage.ask(Command.PUBLISH, VolumeKeys.GRAVITY_CHANNEL, "{\"type\":\"structures_updated\"}");
  }

  @Test
  void aMissingProfileIsBuiltFromTwoYearsOfBars() {
    count(690_000, 12_345);
    deploy("sim");
    until("it is drawn", () -> system(VolumeKeys.ARTIFACT) != null);
    VolumeProfile built = profile();
    assertThat(built.symbol()).isEqualTo("SPY");
    assertThat(built.syntheticSymbol()).isEqualTo("SPX");
    assertThat(built.minPrice() % 100).isZero();
    assertThat(built.total(Mode.RAW)).isGreaterThan(1e9);
    assertThat(built.total(Mode.TV)).isCloseTo(built.total(Mode.RAW), within(0.01));
    assertThat(built.structures().nodes()).isNotEmpty();

    JsonObject artifact = system(VolumeKeys.ARTIFACT);
    JsonArray bins = artifact.getJsonObject("profile").getJsonArray("bins");
    assertThat(bins.stream().mapToInt(bin -> (Integer) bin).max()).hasValue(1_000);
    assertThat(artifact.getJsonObject("meta").getString("artifact_version"))
        .isEqualTo("v" + stage.clock().wallMillis());
    until("word of it came", () -> !events.isEmpty());
    assertThat(events.get(0).getString("type")).isEqualTo("dealer_gravity_artifact_updated");
    assertThat(events.get(0).getString("artifact_version"))
        .isEqualTo("v" + stage.clock().wallMillis());

    double before = built.total(Mode.RAW);
    count(690_000, 55);
    knock();
    until("only what is new is folded in", () -> profile().total(Mode.RAW) == before + 55);
  }

  private static org.assertj.core.data.Offset<Double> within(double share) {
    return org.assertj.core.api.Assertions.within(share * 1e9);
  }

  @Test
  void liveVolumeIsFoldedInOnceAlsoByThoseWhoTakeOver() {
    VolumeProfile given = put("2026-01-27T14:00:00Z");
    count(690_000, 300);
    deploy("off");
    until("it is drawn", () -> system(VolumeKeys.ARTIFACT) != null);
    assertThat(profile().total(Mode.RAW))
        .as("what was counted before is in a profile of today")
        .isEqualTo(given.total(Mode.RAW));

    count(690_040, 70);
    count(690_060, 5);
    knock();
    until("it is folded in", () -> volume(Mode.RAW, 6_900) == 1_500 + 70);
    assertThat(volume(Mode.TV, 6_900)).isEqualTo(1_000 + 70);
    assertThat(volume(Mode.RAW, 6_901)).isEqualTo(1_600 + 5);

    stage.undeploy(worker);
    count(690_000, 1);
    deploy("off");
    until("the rest is folded in", () -> volume(Mode.RAW, 6_900) == 1_500 + 71);
    knock();
    count(690_100, 2);
    knock();
    until("and so on", () -> volume(Mode.RAW, 6_901) == 1_600 + 7);
    assertThat(volume(Mode.RAW, 6_900)).isEqualTo(1_500 + 71);
  }

  @Test
  void aProfileOfEarlierDaysGetsTheSessionsSince() {
    put("2026-01-25T23:00:00Z");
    stage.ask(Command.HSET, LIVE + ":2026-01-23", 690_000, 1_000);
    stage.ask(Command.HSET, LIVE + ":2026-01-26", 690_000, 20);
    stage.ask(Command.HSET, LIVE + ":2026-01-27", 690_000, 4);
    count(690_000, 1_024);
    deploy("off");
    until("they are added", () -> volume(Mode.RAW, 6_900) == 1_500 + 24);
  }

  @Test
  void countingThatBeginsAnewTakesNothingAway() {
    put("2026-01-27T14:00:00Z");
    count(690_000, 300);
    deploy("off");
    until("it is drawn", () -> system(VolumeKeys.ARTIFACT) != null);
    stage.ask(Command.DEL, LIVE);
    count(690_000, 10);
    knock();
    until(
        "it is accounted for",
        () -> stage.ask(stage.system(), Command.HGET, VolumeKeys.FOLDED, 690_000).toLong() == 10);
    count(690_000, 5);
    knock();
    until("it is folded in", () -> volume(Mode.RAW, 6_900) == 1_500 + 5);
  }

  @Test
  void structuresDrawnByHandStay() {
    VolumeProfile given = put("2026-01-27T14:00:00Z");
    deploy("off");
    until("it is drawn", () -> system(VolumeKeys.ARTIFACT) != null);
    VolumeProfile drawn =
        profile()
            .with(
                given.structures().edited(List.of(new VolumeNode(6_905, "#00ff00", 2)), List.of()));
    store(drawn);
    count(690_000, 9);
    knock();
    until("it is folded in", () -> volume(Mode.RAW, 6_900) == 1_509);
    assertThat(profile().structures().nodes()).containsExactly(new VolumeNode(6_905, "#00ff00", 2));
    until(
        "the artifact shows them",
        () ->
            system(VolumeKeys.ARTIFACT)
                    .getJsonObject("structures")
                    .getJsonArray("volume_nodes")
                    .size()
                == 1);
  }

  @Test
  void anArtifactThatLooksTheSameKeepsItsVersion() {
    put("2026-01-27T14:00:00Z");
    deploy("off");
    until("it is drawn", () -> system(VolumeKeys.ARTIFACT) != null);
    String version =
        system(VolumeKeys.ARTIFACT).getJsonObject("meta").getString("artifact_version");
    until("word of it came", () -> events.size() == 1);
    stage.undeploy(worker);
    stage.clock().move(5_000);
    deploy("off");
    count(690_000, 100_000);
    until(
        "another look",
        () -> {
          knock();
          return volume(Mode.RAW, 6_900) > 100_000;
        });
    until(
        "it has a new version",
        () ->
            !system(VolumeKeys.ARTIFACT)
                .getJsonObject("meta")
                .getString("artifact_version")
                .equals(version));
    until("word of it came", () -> drawn().size() == 2);
    assertThat(drawn()).as("the restart alone was no event").doesNotHaveDuplicates();
  }

  private List<String> drawn() {
    return events.stream()
        .filter(e -> e.getString("type").equals("dealer_gravity_artifact_updated"))
        .map(e -> e.getString("artifact_version"))
        .toList();
  }

  @Test
  void tellsWhereSpotStandsAndWhatTheSessionsLevelsAre() {
    put("2026-01-27T14:00:00Z");
    stage.ask(Command.HSET, LIVE + ":2026-01-27", 690_000, 900, 690_100, 500, 690_200, 10);
    stage.ask(Command.SET, "massive:bias_lfi:model:latest", "{\"total_net_gex\":-4000.5}");
    deploy("off");
    until(
        "spot is located",
        () -> {
          stage
              .messages()
              .publish(Addresses.MARKET_TICK, new MarketTick("I:SPX", 6_901.5, SimServer.START));
          knock();
          return system(VolumeKeys.CONTEXT) != null;
        });
    JsonObject context = system(VolumeKeys.CONTEXT);
    assertThat(context.getString("symbol")).isEqualTo("SPX");
    assertThat(context.getDouble("spot")).isEqualTo(6_901.5);
    assertThat(context.getString("gammaAlignment")).isEqualTo("negative");
    assertThat(context.getString("artifactVersion"))
        .isEqualTo(system(VolumeKeys.ARTIFACT).getJsonObject("meta").getString("artifact_version"));
    JsonObject levels = stage.json(VolumeKeys.LEVELS);
    assertThat(levels.getString("symbol")).isEqualTo("SPX");
    assertThat(levels.getInteger("poc")).isEqualTo(6_900);
    assertThat(levels.getInteger("vah")).isEqualTo(6_901);
    assertThat(stage.ask(Command.TTL, VolumeKeys.LEVELS).toLong()).isBetween(200L, 300L);
  }

  @Test
  void whatSomebodyElseWroteMeanwhileIsPutBack() {
    VolumeProfile given = put("2026-01-27T14:00:00Z");
    StoredProfile stored = new StoredProfile(stage.system(), stage.own("massive.test"));
    StoredProfile.Found found = get(stored.read());
    VolumeProfile theirs =
        given.with(given.structures().edited(List.of(VolumeNode.at(6_905)), List.of()));
    store(theirs);
    assertThat(stored.write(found, given, Map.of(), true).map(true).otherwise(false))
        .satisfies(done -> assertThat(get(done)).isFalse());
    assertThat(profile().structures().nodes()).hasSize(1);
    until(
        "it is read again and written",
        () ->
            get(
                stored
                    .write(get(stored.read()), theirs, Map.of(690_000, 5L), true)
                    .map(true)
                    .otherwise(false)));
    assertThat(get(stored.read()).ours()).isTrue();
    assertThat(get(stored.read()).folded()).containsExactly(Map.entry(690_000, 5L));
  }
}
