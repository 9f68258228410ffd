package io.marketswarm.web.tls;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.onLoop;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Log;
import io.marketswarm.service.ServiceContext.Secure;
import io.marketswarm.web.DrainingServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedCertificateTest {
  @TempDir private Path directory;

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private Vertx vertx;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void servesHttp2WithACertificateItMadeAndKeeps() throws Exception {
    Path file = directory.resolve("tls").resolve("node.pem");
    ServedCertificate certificate = served(new Secure(0, file, file, true));
    DrainingServer server = listening(certificate);

    HttpClientResponse answer = ask(server, file, true);

    assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
    X509Certificate shown =
        (X509Certificate) answer.request().connection().peerCertificates().get(0);
    assertThat(shown.getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(shown.getSubjectAlternativeNames().toString())
        .contains("localhost")
        .contains("127.0.0.1");
    assertThat(ask(server, file, false).version()).isEqualTo(HttpVersion.HTTP_1_1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(certificate.report().getLong("days_left")).isBetween(800L, 825L);
    assertThat(metrics.get("marketswarm.web.certificate.ends").gauge().value())
        .isEqualTo(shown.getNotAfter().toInstant().getEpochSecond());
    assertThat(directory.resolve("tls").toFile().list()).containsExactly("node.pem");

    String kept = Files.readString(file);
    SelfMade.ensured(file, Instant.now());
    assertThat(Files.readString(file)).isEqualTo(kept);
    SelfMade.ensured(file, Instant.now().plus(Duration.ofDays(800)));
    assertThat(Files.readString(file)).as("made anew before it ends").isNotEqualTo(kept);
  }

  @Test
  void takesUpFilesThatAreReplacedAndKeepsOpenConnections() throws Exception {
    Path first = directory.resolve("first.pem");
    Path second = directory.resolve("second.pem");
    SelfMade.ensured(first, Instant.now());
    SelfMade.ensured(second, Instant.now());
    Path certificateFile = Files.copy(first, directory.resolve("cert.pem"));
    Path keyFile = Files.copy(first, directory.resolve("key.pem"));
    ServedCertificate certificate = served(new Secure(0, certificateFile, keyFile, false));
    DrainingServer server = listening(certificate);
    HttpClient old = client(first, true);
    assertThat(request(old, server).statusCode()).isEqualTo(200);

    Files.writeString(certificateFile, Files.readString(second));
    await(certificate.look(server));
    assertThat(ask(server, first, true).statusCode()).as("half replaced").isEqualTo(200);

    Files.writeString(keyFile, Files.readString(second));
    await(certificate.look(server));
    assertThat(ask(server, second, true).statusCode()).isEqualTo(200);
    assertThat(request(old, server).statusCode()).as("the open connection").isEqualTo(200);

    Files.writeString(certificateFile, "no certificate at all");
    await(certificate.look(server));
    assertThat(ask(server, second, true).statusCode()).as("unreadable").isEqualTo(200);
  }

  private ServedCertificate served(Secure secure) throws Exception {
    ServedCertificate certificate =
        new ServedCertificate(vertx, secure, metrics, Log.of("tls-test"));
    await(certificate.open());
    return certificate;
  }

  private DrainingServer listening(ServedCertificate certificate) throws Exception {
    HttpServerOptions plain = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    DrainingServer server = new DrainingServer(vertx, certificate.twin(plain));
    server.requestHandler(request -> request.response().end("here"));
    await(server.listen());
    return server;
  }

  /** On a new connection, trusting just this certificate. */
  private HttpClientResponse ask(DrainingServer server, Path trusted, boolean http2)
      throws Exception {
    return request(client(trusted, http2), server);
  }

  private HttpClient client(Path trusted, boolean http2) throws Exception {
    String pem = Files.readString(trusted);
    String only = pem.substring(0, pem.indexOf("-----BEGIN PRIVATE KEY-----"));
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setProtocolVersion(http2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
            .setTrustOptions(
                new PemTrustOptions().addCertValue(io.vertx.core.buffer.Buffer.buffer(only))));
  }

  private HttpClientResponse request(HttpClient client, DrainingServer server) throws Exception {
    return await(
        onLoop(
            vertx,
            () ->
                client
                    .request(HttpMethod.GET, server.port(), "localhost", "/")
                    .compose(request -> request.send())
                    .compose(response -> response.body().map(response))));
  }
}
