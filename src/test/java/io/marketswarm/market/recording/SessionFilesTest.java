package io.marketswarm.market.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.chain.ChainEdition;
import io.marketswarm.market.chain.ChainText;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.SpotValue.Prices;
import io.marketswarm.market.wire.SpotJson;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFilesTest {
  @TempDir Path folder;

  private static List<Entry> all(Shelf shelf, String session) throws IOException {
    List<Entry> all = new ArrayList<>();
    try (SessionReader reader = new SessionReader(shelf, session)) {
      for (List<Entry> some = reader.next(1_000); !some.isEmpty(); some = reader.next(1_000)) {
        all.addAll(some);
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrittenIsReadInTheOrderOfTime(boolean compress) throws IOException {
    Shelf shelf = Sessions.shelf(folder, compress);
    String session = Sessions.record(shelf, 30);
    assertThat(session).isEqualTo("20260127_143000");
    assertThat(folder.resolve("chain").toFile().list())
        .containsExactlyInAnyOrder(
            "chain_20260127_143000.jsonl" + (compress ? ".gz" : ""),
            "session_20260127_143000.json");
    List<Entry> entries = all(shelf, session);
    assertThat(entries).hasSize(31 + 31 + 4);
    assertThat(entries).extracting(Entry::rx).isSorted();
    assertThat(entries.subList(0, 3))
        .extracting(Entry::part)
        .containsExactly(Part.SPOT, Part.CHAIN, Part.SOCKET);
    assertThat(FrameLine.read(entries.get(2).line())).contains(Sessions.frame(0));
    assertThat(SpotLine.read(entries.get(0).line()).map(SpotJson.LATEST::bytes))
        .contains(Sessions.spot(0));
    Survey survey = Survey.of(shelf, session);
    assertThat(survey.startMillis()).isEqualTo(Sessions.START);
    assertThat(survey.endMillis()).isEqualTo(Sessions.START + 30_002);
    assertThat(survey.lines()).isEqualTo(66);
    assertThat(survey)
        .as("what was noted is what is found")
        .isEqualTo(Survey.search(shelf, session));
  }

  @Test
  void linesAreOfTheAgreedShape() throws IOException {
    Shelf shelf = Sessions.shelf(folder, false);
    String session = Sessions.record(shelf, 30);
    JsonObject spot = first(folder.resolve("spot").resolve("spot_" + session + ".jsonl"));
    assertThat(spot.getLong("_rx")).isEqualTo(Sessions.START);
    assertThat(spot.getDouble("value")).isEqualTo(6_900);
    JsonObject frame = first(folder.resolve("ws").resolve("ws_" + session + ".jsonl"));
    assertThat(frame.getLong("rx")).isEqualTo(Sessions.START + 2);
    assertThat(frame.getString("frame")).isEqualTo(new String(Sessions.frame(0), UTF_8));
    List<String> chains =
        Files.readAllLines(folder.resolve("chain").resolve("chain_" + session + ".jsonl"));
    JsonObject full = new JsonObject(chains.get(0));
    assertThat(full.getString("kind")).isEqualTo("full");
    assertThat(full.getInteger("version")).isEqualTo(3);
    assertThat(full.getLong("ts")).isEqualTo(Sessions.START / 1_000);
    assertThat(full.getJsonObject("contracts").size()).isEqualTo(2);
    JsonObject values = new JsonObject(chains.get(1));
    assertThat(values.getString("kind")).isEqualTo("values");
    assertThat(values.getJsonObject("contracts").fieldNames())
        .as("only what changed")
        .containsExactly("O:SPXW260127C06900000");
    assertThat(new JsonObject(chains.get(2)).getString("kind"))
        .as("other contracts")
        .isEqualTo("full");
  }

  private static JsonObject first(Path file) throws IOException {
    return new JsonObject(Files.readAllLines(file).get(0));
  }

  @Test
  void chainLinesAddUpToTheChains() throws IOException {
    Shelf shelf = Sessions.shelf(folder, true);
    List<Entry> lines =
        all(shelf, Sessions.record(shelf, 30)).stream()
            .filter(entry -> entry.part() == Part.CHAIN)
            .toList();
    ChainEdition edition = ChainEdition.NONE;
    for (int i = 0; i < lines.size(); i++) {
      ChainLine.Told told = ChainLine.read(lines.get(i), edition, Sessions.CONTRACTS);
      edition = told.edition();
      assertThat(ChainText.write(edition)).isEqualTo(ChainText.write(Sessions.edition(10 * i, 30)));
      assertThat(told.time().marketMillis()).isEqualTo(lines.get(i).rx());
      assertThat(edition.epochMillis()).isEqualTo(Sessions.START + 10_000L * i);
    }
  }

  @Test
  void aFileThatWasCutOffEndsThere() throws IOException {
    Shelf shelf = Sessions.shelf(folder, true);
    String session = Sessions.record(shelf, 300);
    Path file = shelf.file(Part.SOCKET, session).orElseThrow();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));
    List<Entry> entries = all(shelf, session);
    long frames = entries.stream().filter(entry -> entry.part() == Part.SOCKET).count();
    assertThat(frames).isBetween(50L, 300L);
    assertThat(entries.stream().filter(entry -> entry.part() == Part.SPOT)).hasSize(301);
    Files.write(file, new byte[0]);
    assertThat(all(shelf, session)).hasSize(301 + 31);
  }

  @Test
  void linesThatMakeNoSenseArePassedOver() throws IOException {
    Shelf shelf = Sessions.shelf(folder, false);
    String session = Sessions.record(shelf, 10);
    Path file = shelf.file(Part.SPOT, session).orElseThrow();
    Files.writeString(file, "nonsense\n{\"value\":1}\n\n[]\n{\"_rx\":", StandardOpenOption.APPEND);
    Survey survey = Survey.search(shelf, session);
    assertThat(survey.unreadable()).isEqualTo(5);
    assertThat(survey.lines()).isEqualTo(11 + 11 + 2);
    assertThat(SpotLine.read("{\"_rx\":1}".getBytes(UTF_8))).isEmpty();
    assertThat(SpotLine.read("{".getBytes(UTF_8))).isEmpty();
    assertThat(FrameLine.read("{\"rx\":1}".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void oldSessionsGo() throws IOException {
    Shelf shelf = Sessions.shelf(folder, true);
    for (int i = 0; i < 4; i++) {
      new SessionWriter(shelf, Shelf.name(Sessions.START + i * 60_000L)).close();
    }
    shelf.note("20260127_143000", "{}");
    shelf.keep(2);
    assertThat(shelf.note("20260127_143000")).isEmpty();
    assertThat(shelf.sessions()).containsExactly("20260127_143300", "20260127_143200");
    assertThat(shelf.file(Part.SOCKET, "20260127_143000")).isEmpty();
    assertThatThrownBy(() -> new SessionReader(shelf, "20260127_143000"))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> Survey.of(shelf, "20260127_143300")).hasMessageContaining("is empty");
  }

  @Test
  void relativeFoldersAreInTheDataDirectory() throws IOException {
    Map<String, String> variables =
        Map.of("MASSIVE_WS_CAPTURE_SPOT_DIR", "elsewhere", "MASSIVE_WS_CAPTURE_GZIP", "false");
    MassiveSettings settings = MassiveSettings.from(MarketStage.config(variables).env().all());
    Shelf shelf = Shelf.of(settings.recording(), folder);
    assertThat(shelf.create(Part.CHAIN, "20260127_143000"))
        .isEqualTo(folder.resolve("ws_captures/chain/chain_20260127_143000.jsonl"));
    assertThat(shelf.create(Part.SPOT, "20260127_143000"))
        .isEqualTo(folder.resolve("elsewhere/spot_20260127_143000.jsonl"));
  }

  @Test
  void valuesOfEveryKindComeBackAsTheyWere() {
    Prices prices = new Prices(25.39, 25.41, 25.38, 25.40, 200);
    for (SpotValue value :
        List.of(
            SpotValue.index("I:SPX", 6903.12, 1_769_527_800_250L, "DELAYED", "open", 6890.5),
            SpotValue.index("I:VIX", 16, 1_769_527_800_250L, "", "", Double.NaN),
            SpotValue.etf("SPY", prices, 1_769_527_800_000L, 25.1),
            SpotValue.stock("AAPL", prices, 1_769_527_800_000L, Double.NaN),
            SpotValue.future("ES", prices, 1_769_527_800_000L, 1e6))) {
      byte[] json = SpotJson.LATEST.bytes(value);
      Optional<SpotValue> read = SpotLine.read(Lines.spot(json, 5));
      assertThat(read.map(SpotJson.LATEST::bytes)).contains(json);
      assertThat(read.map(SpotValue::kind)).contains(value.kind());
    }
  }
}
