package io.marketswarm.web.tls;

import io.marketswarm.log.Log;
import io.marketswarm.service.ServiceContext.Secure;
import io.marketswarm.store.Cadence;
import io.marketswarm.web.DrainingServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The certificate an encrypted port shows: read at the start, and again whenever its files change.
 * A pair that does not fit together, as when only one file was replaced yet, leaves everything as
 * it is. Says in time when it ends. For one event loop.
 */
public final class ServedCertificate {
  /** A certificate is renewed weeks before it ends; to read it again costs an idle node most. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  private static final Duration WARN = Duration.ofDays(21);
  private static final Duration ALARM = Duration.ofDays(7);
  private static final Duration REMIND = Duration.ofDays(1);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Vertx vertx;
  private final Secure secure;
  private final PemFiles files;
  private final Log log;
  private final Ends ends;
  private Certificate current;
  private boolean nativeEngine;
  private boolean complained;
  private Instant reminded = Instant.EPOCH;
  private Cadence looks;

  /** Seen by the meters of the node, whichever instances of the service come and go. */
  private record Ends(AtomicLong epochSeconds) implements Shareable {}

  public ServedCertificate(Vertx vertx, Secure secure, MeterRegistry metrics, Log log) {
    this.vertx = vertx;
    this.secure = secure;
    this.files = new PemFiles(secure.certificate(), secure.key());
    this.log = log;
    this.ends =
        vertx
            .sharedData()
            .<String, Ends>getLocalMap("certificates")
            .computeIfAbsent(log.service(), service -> metered(service, metrics));
  }

  private static Ends metered(String service, MeterRegistry metrics) {
    Ends ends = new Ends(new AtomicLong());
    Gauge.builder("marketswarm.web.certificate.ends", ends, e -> e.epochSeconds().get())
        .description("When the certificate of the encrypted port ends, in epoch seconds")
        .tag("service", service)
        .strongReference(true)
        .register(metrics);
    return ends;
  }

  /** Reads the certificate, making one first if that is this node's way. */
  public Future<Void> open() {
    return vertx
        .executeBlocking(
            () -> {
              nativeEngine = OpenSSLEngineOptions.isAvailable();
              return fetch(null);
            },
            false)
        .onSuccess(this::take)
        .mapEmpty();
  }

  /** The options of the encrypted twin of a plain port. */
  public HttpServerOptions twin(HttpServerOptions plain) {
    HttpServerOptions options =
        new HttpServerOptions(plain)
            .setPort(secure.port())
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(current.options())
            .setEnabledSecureTransportProtocols(Set.of(PROTOCOLS));
    return nativeEngine ? options.setSslEngineOptions(new OpenSSLEngineOptions()) : options;
  }

  /** Shows a new certificate as soon as there is one. */
  public void follow(DrainingServer server) {
    looks = Cadence.every(vertx, LOOK, () -> look(server));
  }

  public void close() {
    if (looks != null) {
      looks.stop();
    }
  }

  /** When it runs out, in epoch seconds. */
  public long endsAt() {
    return ends.epochSeconds().get();
  }

  /** What health says of it. */
  public JsonObject report() {
    Duration left = Duration.between(Instant.now(), current.notAfter());
    return new JsonObject()
        .put("not_after", current.notAfter().toString())
        .put("days_left", left.toDays())
        .put("self_made", secure.selfMade());
  }

  Future<Void> look(DrainingServer server) {
    Certificate held = current;
    return vertx
        .executeBlocking(() -> fetch(held), false)
        .compose(read -> read == held ? remind() : show(server, read))
        .onFailure(this::complain)
        .otherwiseEmpty();
  }

  /** Files that say what they said need no second examination, which costs milliseconds. */
  private Certificate fetch(Certificate held) {
    Instant now = Instant.now();
    if (held != null && held.isStillIn(files) && !(secure.selfMade() && SelfMade.ends(held, now))) {
      return held;
    }
    return secure.selfMade() ? SelfMade.ensured(files.certificate(), now) : Certificate.read(files);
  }

  private Future<Void> show(DrainingServer server, Certificate read) {
    return server
        .present(read.options())
        .onSuccess(
            shown -> {
              take(read);
              log.ok("a new certificate is served, good until " + read.notAfter());
            });
  }

  private void take(Certificate read) {
    current = read;
    complained = false;
    reminded = Instant.EPOCH;
    ends.epochSeconds().set(read.notAfter().getEpochSecond());
    remind();
  }

  private Future<Void> remind() {
    Instant now = Instant.now();
    Duration left = Duration.between(now, current.notAfter());
    if (left.compareTo(WARN) < 0 && now.isAfter(reminded.plus(REMIND))) {
      reminded = now;
      String words = "the certificate " + files.certificate() + " ends on " + current.notAfter();
      if (left.compareTo(ALARM) < 0) {
        log.error(words);
      } else {
        log.warn(words);
      }
    }
    return Future.succeededFuture();
  }

  private void complain(Throwable cause) {
    if (!complained) {
      complained = true;
      log.warn("the certificate stays as it was: " + cause.getMessage());
    }
  }
}
