package io.marketswarm.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  private final Redactor redactor = new Redactor();

  private Line line(Level level, String message) {
    return new Line(1_770_129_005_000L, "massive", level, redactor.redact(message), null);
  }

  @Test
  void writesTheHumanForm() {
    assertThat(line(Level.INFO, "setup complete").human())
        .isEqualTo("[2026-02-03T14:30:05+00:00][massive][INFO]ℹ️ setup complete");
  }

  @Test
  void keepsARecordOnOneLine() {
    assertThat(line(Level.ERROR, "first\nsecond\r\u001b[31m").human())
        .isEqualTo("[2026-02-03T14:30:05+00:00][massive][ERROR]❌ first\\nsecond\\r�[31m");
  }

  @Test
  void writesTheJsonForm() {
    JsonObject json = new JsonObject(line(Level.WARN, "late \"tick\"").json());
    assertThat(json.getString("service")).isEqualTo("massive");
    assertThat(json.getString("level")).isEqualTo("WARN");
    assertThat(json.getString("message")).isEqualTo("late \"tick\"");
    assertThat(json.getString("ts")).isEqualTo("2026-02-03T14:30:05Z");
  }

  @Test
  void writesFilesPerServiceBehindABanner(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    LogSettings settings = new LogSettings(Level.INFO, false, true, folder, "marketswarm run");
    try (Sink sink = new Sink(settings, new PrintStream(console, true, StandardCharsets.UTF_8))) {
      sink.accept(line(Level.OK, "ready"));
      sink.flush();
      List<String> written = Files.readAllLines(folder.resolve("massive.log"));
      assertThat(written.get(2)).startsWith("Starting massive at 20");
      assertThat(written.get(3)).isEqualTo("Command: marketswarm run");
      assertThat(written.get(6)).isEqualTo("[2026-02-03T14:30:05+00:00][massive][OK]✅ ready");
    }
    assertThat(console.toString(StandardCharsets.UTF_8)).contains("✅ ready");
  }

  @Test
  void keepsRecentLinesPerServiceAndTellsListeners() {
    Logs.start(new LogSettings(Level.INFO, false, false, null, ""));
    List<Line> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
    Runnable stop = Logs.onLine(heard::add);
    Log log = Log.of("ring_test");
    log.info("one");
    log.debug("not at this level");
    log.warn("password=abcdef1 two");
    stop.run();
    log.info("three");
    assertThat(Logs.recent("ring_test", 2))
        .extracting(Line::message)
        .containsExactly("password=******** two", "three");
    assertThat(heard)
        .filteredOn(l -> l.service().equals("ring_test"))
        .extracting(Line::message)
        .containsExactly("one", "password=******** two");
  }

  @Test
  void aServiceCanSayMoreThanOthers() {
    Logs.start(new LogSettings(Level.INFO, false, false, null, ""));
    Log log = Log.of("loud_test");
    Logs.level("loud_test", Level.DEBUG);
    log.debug("detail");
    assertThat(Logs.recent("loud_test", 1)).extracting(Line::message).containsExactly("detail");
  }

  @Test
  void namesLevelsAsOperatorsDo() {
    assertThat(Level.named("warning")).contains(Level.WARN);
    assertThat(Level.named("loud")).isEmpty();
    assertThat(Level.OK.rank()).isEqualTo(Level.INFO.rank());
  }
}
