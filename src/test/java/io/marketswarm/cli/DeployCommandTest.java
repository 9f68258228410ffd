package io.marketswarm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketswarm.cli.edge.NginxProcess;
import io.marketswarm.web.TestServices;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The edge put in place, with a real nginx and with ones that fail. */
class DeployCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path site;
  private Map<String, String> values;

  @BeforeEach
  void furnish() throws IOException {
    NginxProcess.furnish(folder);
    site = folder.resolve("conf.d/marketswarm.conf");
    values = NginxProcess.values(folder);
  }

  private int deploy(String... more) {
    List<String> args = new ArrayList<>(List.of("deploy", "--nginx"));
    values.forEach((name, value) -> args.addAll(List.of("--var", name + "=" + value)));
    args.addAll(List.of(more));
    CommandLine line = Commands.commandLine();
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args.toArray(String[]::new));
  }

  /** A program that answers its test and its reload with these exit codes. */
  private String program(int test, int reload) throws IOException {
    Path script = folder.resolve("program-" + test + reload);
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "asked for $*"
        case "$*" in *-t) exit %d ;; *) exit %d ;; esac
        """
            .formatted(test, reload));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(file -> file.getFileName().toString().startsWith("marketswarm."))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private String redirect(String path) throws IOException {
    URI page = URI.create("http://127.0.0.1:" + values.get("HTTP_PORT") + path);
    HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    return connection.getHeaderField("Location");
  }

  @Test
  void putsTheEdgeInFrontOfARunningNginx() throws Exception {
    assumeTrue(NginxProcess.program().isPresent(), "nginx is not installed on this machine");
    try (NginxProcess nginx = NginxProcess.start(folder, Optional.empty())) {
      assertThat(deploy()).as(out + "\n" + err).isEqualTo(ExitCodes.OK);
      nginx.awaitPort(Integer.parseInt(values.get("HTTP_PORT")));
      assertThat(redirect("/page")).isEqualTo("https://127.0.0.1/page");
      assertThat(out.toString().lines())
          .first()
          .isEqualTo("filled in  for localhost www.localhost");
      assertThat(out.toString()).contains("written    " + site, "tested ", "reloaded ");
      String deployed = Files.readString(site);

      values.put("SERVER_NAMES", "app.example.com");
      assertThat(deploy()).isEqualTo(ExitCodes.OK);
      assertThat(out.toString())
          .contains("unchanged  " + folder.resolve("marketswarm.stream.conf"));
      assertThat(Files.readString(site)).contains("server_name app.example.com;");
      assertThat(site.resolveSibling("marketswarm.conf.previous")).hasContent(deployed);

      String good = Files.readString(site);
      values.put("TLS_CERT_FILE", folder.resolve("none.pem").toString());
      assertThat(deploy()).isEqualTo(ExitCodes.FAILED);
      assertThat(out.toString()).contains("not tested", "none.pem", "put back");
      assertThat(out.toString()).doesNotContain("reloaded");
      assertThat(err.toString()).contains("nothing was deployed");
      assertThat(site).hasContent(good);
      assertThat(site.resolveSibling("marketswarm.conf.previous")).hasContent(deployed);
      assertThat(redirect("/page")).isEqualTo("https://127.0.0.1/page");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/health", "/sse/all", "/api/mel/state", "/api/commentary"})
  void saysItselfThatTheNodeIsAway(String path) throws Exception {
    assumeTrue(NginxProcess.program().isPresent(), "nginx is not installed on this machine");
    Vertx vertx = Vertx.vertx();
    try (NginxProcess nginx = NginxProcess.start(folder, Optional.empty())) {
      assertThat(deploy()).as(out + "\n" + err).isEqualTo(ExitCodes.OK);
      int port = Integer.parseInt(values.get("HTTPS_PORT"));
      nginx.awaitPort(port);
      WebClientOptions trusting =
          new WebClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);
      HttpResponse<Buffer> answer =
          TestServices.await(WebClient.create(vertx, trusting).get(port, "127.0.0.1", path).send());
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.getHeader("Retry-After")).isEqualTo("2");
      assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.bodyAsJsonObject().getBoolean("success")).isFalse();
    } finally {
      TestServices.await(vertx.close());
    }
  }

  @Test
  void leavesNothingBehindThatWasRefused() throws Exception {
    assertThat(deploy("--program", program(1, 0))).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString()).contains("asked for -c " + folder.resolve("nginx.conf") + " -t");
    assertThat(out.toString()).doesNotContain("reload");
    assertThat(files()).isEmpty();
  }

  @Test
  void putsBackWhatARunningServerDidNotTake() throws Exception {
    Files.writeString(site, "# before\n");
    assertThat(deploy("--program", program(0, 1))).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString()).contains("-s reload", "not reloaded", "put back");
    assertThat(site).hasContent("# before\n");
    assertThat(files()).containsExactly("conf.d/marketswarm.conf");
  }

  @Test
  void putsEverythingBackWhenTheProgramCannotBeRun() throws Exception {
    assertThat(deploy("--program", folder.resolve("none").toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("nothing was deployed", "none");
    assertThat(files()).isEmpty();
  }

  @Test
  void keepsWhatWasThereBefore() throws Exception {
    Files.writeString(site, "# before\n");
    assertThat(deploy("--program", program(0, 0))).isEqualTo(ExitCodes.OK);
    assertThat(files())
        .containsExactly(
            "conf.d/marketswarm.conf",
            "conf.d/marketswarm.conf.previous",
            "marketswarm.forwarded.conf",
            "marketswarm.stream.conf",
            "marketswarm.verified.conf");
    assertThat(site.resolveSibling("marketswarm.conf.previous")).hasContent("# before\n");
    assertThat(deploy("--program", program(0, 0))).isEqualTo(ExitCodes.OK);
    assertThat(site.resolveSibling("marketswarm.conf.previous")).hasContent("# before\n");
  }

  @Test
  void printsWhatItWouldWrite() throws Exception {
    values.remove("GATEWAY_PORT");
    assertThat(deploy("--dry-run", "--set", "services.sse.port=4001")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString())
        .contains("# " + site, "server 127.0.0.1:4001 max_fails=0;", "listen [::]:")
        .contains("proxy_set_header X-Gateway-Auth \"\";")
        .doesNotContain("${");
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesWhatCannotBeFilledIn() {
    values.remove("TLS_KEY_FILE");
    values.put("SERVER_NAMES", "a.example.com; return 200");
    values.put("UPSTREAM_HOST", "127.0.0.1}\nserver");
    assertThat(deploy("--dry-run")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .contains("TLS_KEY_FILE is not given", "SERVER_NAMES: '", "UPSTREAM_HOST: '");
    values.put("SERVER_NAME", "typo");
    assertThat(deploy("--dry-run")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("the template has no SERVER_NAME;");
  }
}
