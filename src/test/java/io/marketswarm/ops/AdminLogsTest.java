package io.marketswarm.ops;

import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Log;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminLogsTest extends OpsTests {
  private static final Log MASSIVE = Log.of("ops_massive");

  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    admin = admin();
  }

  @Test
  void showsTheLatestLines() throws Exception {
    String mark = UUID.randomUUID().toString();
    MASSIVE.info("first " + mark);
    MASSIVE.error("second " + mark);

    JsonObject answer = admin.json("/api/services/ops_massive/logs?lines=2");

    assertThat(answer.getString("name")).isEqualTo("ops_massive");
    List<String> lines = answer.getString("logs").lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("[ops_massive][INFO]").endsWith("first " + mark);
    assertThat(lines.get(1)).contains("[ERROR]").endsWith("second " + mark);
  }

  @Test
  void saysThatThereAreNone() throws Exception {
    assertThat(admin.json("/api/services/ops_single/logs").getString("logs"))
        .isEqualTo("(no logs)");
  }

  @Test
  void showsAtMostWhatIsKept() throws Exception {
    for (int i = 0; i < 5_050; i++) {
      MASSIVE.info("line " + i);
    }

    String logs = admin.json("/api/services/ops_massive/logs?lines=999999").getString("logs");

    assertThat(logs.lines()).hasSize(5_000);
    assertThat(logs).endsWith("line 5049");
    assertThat(admin.get("/api/services/ops_massive/logs?lines=x").statusCode()).isEqualTo(400);
  }

  @Test
  void followsWhatIsSaid() throws Exception {
    String mark = UUID.randomUUID().toString();
    MASSIVE.info("before " + mark);
    Follower follower = new Follower("/api/services/ops_massive/logs/stream?lines=1");

    follower.await("before " + mark);
    MASSIVE.warn("after " + mark);
    Log.of("ops_journal").warn("elsewhere " + mark);
    MASSIVE.info("end " + mark);
    follower.await("end " + mark);

    assertThat(follower.response.getHeader("Content-Type")).isEqualTo("text/event-stream");
    assertThat(follower.text())
        .containsOnlyOnce("before " + mark)
        .containsOnlyOnce("after " + mark)
        .doesNotContain("elsewhere " + mark);
    assertThat(follower.text().lines().filter(line -> line.contains(mark)))
        .allMatch(line -> line.startsWith("data: ["));
  }

  @Test
  void endsTheStreamWholeWhenTheServerLeaves() throws Exception {
    Follower follower = new Follower("/api/services/ops_massive/logs/stream");
    follower.await(": lines of");

    admin.stop();

    eventually(follower.ended::get);
    assertThat(follower.broken.get()).isFalse();
  }

  @Test
  void saysHowManyLinesAReaderMissed() throws Exception {
    Follower follower = new Follower("/api/services/ops_massive/logs/stream?lines=0");
    follower.await(": lines of");
    follower.response.pause();
    String flood = "x".repeat(2_000);
    for (int i = 0; i < 5_000; i++) {
      MASSIVE.info(flood);
    }
    follower.response.resume();
    eventually(
        () -> {
          MASSIVE.info("afterwards");
          return follower.text().contains("event: missed");
        });
  }

  private final class Follower {
    private final StringBuffer read = new StringBuffer();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final HttpClientResponse response;

    Follower(String path) throws Exception {
      HttpClient http = vertx.createHttpClient();
      response =
          io.marketswarm.web.TestServices.await(
              io.marketswarm.web.TestServices.onLoop(
                  vertx,
                  () ->
                      http.request(HttpMethod.GET, admin.port(), "127.0.0.1", path)
                          .compose(request -> request.send())
                          .onSuccess(
                              answer ->
                                  answer
                                      .handler(part -> read.append(part.toString()))
                                      .exceptionHandler(lost -> broken.set(true))
                                      .endHandler(v -> ended.set(true)))));
    }

    String text() {
      return read.toString();
    }

    void await(String expected) throws InterruptedException {
      eventually(() -> text().contains(expected));
    }
  }
}
