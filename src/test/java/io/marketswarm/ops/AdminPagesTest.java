package io.marketswarm.ops;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.TestServices;
import io.micrometer.core.instrument.Meter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AdminPagesTest extends OpsTests {

  @Test
  void servesAPageThatLoadsNothingFromElsewhere() throws Exception {
    Admin admin = admin();

    HttpResponse<Buffer> page = admin.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.getHeader("X-Frame-Options")).isEqualTo("DENY");
    String html = page.bodyAsString();
    assertThat(html).doesNotContain("style=").doesNotContain("onclick").doesNotContain("<style");
    Matcher links = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(html);
    int followed = 0;
    while (links.find()) {
      String link = links.group(1);
      if (link.startsWith("#")) {
        assertThat(html).contains("id=\"" + link.substring(1) + '"');
      } else {
        assertThat(link).startsWith("/");
        assertThat(admin.get(link).statusCode()).as(link).isEqualTo(200);
        followed++;
      }
    }
    assertThat(followed).isGreaterThanOrEqualTo(7);
  }

  @Test
  void namesEveryElementItsScriptLooksFor() throws Exception {
    Admin admin = admin();
    String html = admin.get("/").bodyAsString();
    Matcher ids =
        Pattern.compile("(?:byId|showText)\\('([a-z]+)'")
            .matcher(admin.get("/app.js").bodyAsString());

    int found = 0;
    while (ids.find()) {
      assertThat(html).contains("id=\"" + ids.group(1) + '"');
      found++;
    }
    assertThat(found).isGreaterThan(5);
  }

  @Test
  void doesNotSendAPageTwice() throws Exception {
    Admin admin = admin();
    for (String path : List.of("/", "/app.js", "/styles.css", "/icon.svg")) {
      String etag = admin.get(path).getHeader("ETag");

      HttpResponse<Buffer> again =
          await(admin.request(HttpMethod.GET, path).putHeader("If-None-Match", etag).send());

      assertThat(again.statusCode()).as(path).isEqualTo(304);
      assertThat(again.body()).isNull();
    }
  }

  @Test
  void measuresTheNode() throws Exception {
    await(control.start("ops_massive", Map.of()));
    Admin admin = admin();
    admin.get("/api/services");
    TestServices.eventually(() -> metric("marketswarm_health_score").matches("[01](\\.\\d+)?"));

    HttpResponse<Buffer> answer = admin.get("/metrics");

    assertThat(answer.getHeader("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.bodyAsString())
        .contains("marketswarm_services_running 1.0")
        .contains("marketswarm_build{node=\"test\",version=\"1.0\"} 1.0")
        .contains("marketswarm_store_up{store=\"market-redis\"} 1.0")
        .contains("marketswarm_store_up{store=\"database\"} 1.0")
        .contains("marketswarm_loop_lag_seconds{loop=\"0\"}")
        .contains("marketswarm_database_pool_waiting 0.0")
        .contains("jvm_memory_used_bytes")
        .contains("jvm_threads_live_threads")
        .contains("jvm_classes_loaded_classes")
        .contains("process_uptime_seconds")
        .contains("process_cpu_usage")
        .contains(
            "marketswarm_http_requests_seconds_count{method=\"GET\",route=\"/api/services\","
                + "service=\"admin\",status=\"200\"} 1");
  }

  @Test
  void speaksOpenMetricsToThoseWhoAskForIt() throws Exception {
    HttpResponse<Buffer> answer =
        await(
            admin()
                .request(HttpMethod.GET, "/metrics")
                .putHeader("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                .send());

    assertThat(answer.getHeader("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(answer.bodyAsString()).endsWith("# EOF\n");
  }

  @Test
  void takesItsMeasurementsBackWhenItLeavesAndGivesThemAgain() throws Exception {
    admin().stop();

    Set<String> left =
        metrics.getMeters().stream()
            .map(Meter::getId)
            .map(Meter.Id::getName)
            .filter(name -> name.startsWith("marketswarm.") && !name.contains("http"))
            .collect(Collectors.toSet());
    assertThat(left).isEmpty();

    await(control.start("ops_massive", Map.of()));
    admin();
    assertThat(metric("marketswarm_services_running")).isEqualTo("1.0");
  }

  private String metric(String name) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }
}
