package io.marketswarm.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.marketswarm.stream.EventTopic;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.HubOptions;
import io.marketswarm.stream.SseEvent;
import io.marketswarm.stream.StreamSpec;
import io.marketswarm.stream.TooManyStreams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The product's streams behind a server of their own: clear text on one port, TLS on the next. Told
 * on standard input what to publish.
 */
final class FanOutServer {
  static final int EVENT_BYTES = 250;
  private static final int FRAME_BYTES = "event: tick\ndata: \n\n".length();
  private static final int BACKLOG = 4_096;

  private final Vertx vertx;
  private final Hub hub;
  private long number;

  private FanOutServer(HubOptions options, int loops) {
    vertx =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
    hub = new Hub(vertx, options, new SimpleMeterRegistry());
  }

  /**
   * Arguments: a port for clear text, one for TLS, event loops, milliseconds of gathering, and
   * {@code plain} or {@code fast}.
   */
  public static void main(String[] args) {
    try {
      HubOptions options =
          HubOptions.DEFAULT
              .withGather(Duration.ofMillis(1), Duration.ofMillis(Integer.parseInt(args[3])))
              .withFastWriter(args[4].equals("fast"));
      int loops = Integer.parseInt(args[2]);
      FanOutServer server = new FanOutServer(options, loops);
      for (int i = 0; i < loops; i++) {
        server.listen(clear(Integer.parseInt(args[0])));
        server.listen(encrypted(Integer.parseInt(args[1])));
      }
      System.out.println("ready");
      server.obey();
      System.exit(0);
    } catch (Exception e) {
      // The event loops would keep the process alive.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static HttpServerOptions clear(int port) {
    return new HttpServerOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setAcceptBacklog(BACKLOG)
        .setStrictThreadMode(true)
        .setTcpNoDelay(true);
  }

  private static final SelfSignedCertificate CERTIFICATE =
      SelfSignedCertificate.create("localhost");

  private static HttpServerOptions encrypted(int port) {
    HttpServerOptions options =
        clear(port).setSsl(true).setUseAlpn(true).setKeyCertOptions(CERTIFICATE.keyCertOptions());
    if (OpenSSLEngineOptions.isAvailable()) {
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    }
    return options;
  }

  private void listen(HttpServerOptions options) throws Exception {
    Future<?> listening =
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return vertx
                    .createHttpServer(options)
                    .requestHandler(FanOutServer.this::answer)
                    .listen();
              }
            });
    listening.toCompletionStage().toCompletableFuture().get();
  }

  private void answer(HttpServerRequest request) {
    try {
      hub.open(
          request,
          StreamSpec.of("bench", () -> SseEvent.of("connected", "{}"))
              .on(topic(request.path()))
              .seen(request.getHeader("Last-Event-ID")));
    } catch (TooManyStreams impossible) {
      request.response().setStatusCode(429).end();
    }
  }

  private EventTopic topic(String path) {
    return hub.events(path, List::of);
  }

  private void obey() throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "publish" -> {
          publish(topic(words[3]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
          System.out.println("published");
        }
        case "heap" -> System.out.println(heap());
        case "streams" -> System.out.println(hub.open());
        default -> System.out.println("what is " + line);
      }
    }
  }

  private void publish(EventTopic topic, int rate, int seconds) {
    long begin = System.nanoTime();
    for (long i = 0; i < (long) rate * seconds; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      topic.publish(SseEvent.of("tick", event(number++, EVENT_BYTES - FRAME_BYTES)));
    }
  }

  /** The JSON that readers look for: a number without gaps and the moment it was sent. */
  static byte[] event(long number, int size) {
    byte[] event = new byte[size];
    Arrays.fill(event, (byte) 'x');
    byte[] begin =
        "{\"n\":%010d,\"t\":%016d,\"pad\":\""
            .formatted(number, System.nanoTime())
            .getBytes(US_ASCII);
    System.arraycopy(begin, 0, event, 0, begin.length);
    event[size - 2] = '"';
    event[size - 1] = '}';
    return event;
  }

  /** Bytes of heap in use, and of heap there is. */
  static String heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    long committed = runtime.totalMemory();
    return committed - runtime.freeMemory() + " " + committed;
  }
}
