package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static io.marketswarm.web.TestServices.onLoop;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Comings and goings, and what is on the wire. */
class ConnectionsTest {
  private static final int COMINGS = 10_000;
  private static final int AT_ONCE = 100;
  private static final Servers SERVERS = new Servers(HubOptions.DEFAULT);

  @AfterAll
  static void close() throws Exception {
    SERVERS.close();
  }

  @Test
  void nothingIsLeftOfTenThousandConnections() throws Exception {
    StreamServer server = SERVERS.on(Wire.HTTP1_FAST);
    StateTopic topic = server.hub.state("churn");
    topic.publish(SseEvent.of("tick", "0"));
    server.serve("/churn", spec -> spec.on(topic).counted("user", "u"));
    double opened = server.count("opened");
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < COMINGS; i++) {
      Socket socket = new Socket("127.0.0.1", server.port);
      socket.getOutputStream().write("GET /churn HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      open.add(socket);
      if (open.size() == AT_ONCE) {
        topic.publish(SseEvent.of("tick", Integer.toString(i)));
        for (Socket each : open) {
          assertThat(each.getInputStream().read()).isEqualTo('H');
          each.close();
        }
        open.clear();
      }
    }
    eventually(() -> server.count("opened") - opened == COMINGS);
    server.awaitEmpty();
    assertThat(topic.isHeard()).isFalse();
    assertThat(server.hub.census().counts("user")).isEmpty();
    assertThat(server.metrics.get("marketswarm.stream.open").gauge().value()).isZero();
  }

  @Test
  void nothingIsLeftOfResetStreamsOfOneConnection() throws Exception {
    StreamServer server = SERVERS.on(Wire.HTTP2_FAST);
    StateTopic topic = server.hub.state("resets");
    server.serve("/resets", spec -> spec.on(topic));
    HttpClient client =
        server.vertx.createHttpClient(
            Wire.HTTP2_FAST.client(), new PoolOptions().setHttp2MaxSize(1));
    for (int round = 0; round < 3; round++) {
      List<HttpClientResponse> streams = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        streams.add(await(open(client, server, "/resets", answer -> {})));
      }
      topic.publish(SseEvent.of("tick", Integer.toString(round)));
      streams.forEach(stream -> stream.request().reset());
    }
    server.awaitEmpty();
    assertThat(topic.isHeard()).isFalse();
    await(client.close());
  }

  /** Neither what a client says while it listens nor a second request comes between its events. */
  @Test
  void aClientThatGoesOnTalkingIsNotHeard() throws Exception {
    StreamServer server = SERVERS.on(Wire.HTTP1_FAST);
    EventTopic topic = server.hub.events("talk", List::of);
    server.serve("/talk", spec -> spec.on(topic));
    try (Socket socket = new Socket("127.0.0.1", server.port)) {
      String request = "GET /talk HTTP/1.1\r\nHost: a\r\n\r\n";
      socket.getOutputStream().write((request + request).getBytes(US_ASCII));
      readUntil(socket.getInputStream(), "event: connected");
      for (int i = 1; i <= 3; i++) {
        socket
            .getOutputStream()
            .write((request + "\u0000 nonsense\r\n".repeat(i)).getBytes(US_ASCII));
        topic.publish(SseEvent.of("tick", "n" + i));
        String between = readUntil(socket.getInputStream(), "data: n" + i);
        assertThat(between).doesNotContain("HTTP/1.1").doesNotContain("connected");
      }
    }
    server.awaitEmpty();
  }

  private static Future<HttpClientResponse> open(
      HttpClient client, StreamServer server, String path, Handler<HttpClientResponse> reader) {
    return onLoop(
        server.vertx,
        () ->
            client
                .request(HttpMethod.GET, server.port, "127.0.0.1", path)
                .compose(HttpClientRequest::send)
                .onSuccess(reader));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP2_FAST", "HTTP2_PLAIN", "HTTP2_TLS_FAST", "HTTP2_TLS_PLAIN"})
  void streamsOfOneConnectionGetTheirOwnInOrder(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    List<EventTopic> topics =
        IntStream.range(0, 8).mapToObj(i -> server.hub.events("side/" + i, List::of)).toList();
    HttpClient client =
        server.vertx.createHttpClient(wire.client(), new PoolOptions().setHttp2MaxSize(1));
    List<StringBuffer> read = new ArrayList<>();
    for (int i = 0; i < topics.size(); i++) {
      EventTopic topic = topics.get(i);
      server.serve("/side/" + i, spec -> spec.on(topic));
      StringBuffer text = new StringBuffer();
      await(open(client, server, "/side/" + i, answer -> answer.handler(text::append)));
      read.add(text);
    }
    for (int i = 0; i < 400; i++) {
      topics.get(i % 8).publish(SseEvent.of("n", "\"" + i + "\""));
    }
    for (int i = 0; i < topics.size(); i++) {
      StringBuffer text = read.get(i);
      String last = "data: \"" + (392 + i) + "\"\n\n";
      eventually(() -> text.indexOf(last) >= 0);
      List<Integer> numbers =
          text.toString()
              .lines()
              .filter(line -> line.startsWith("data: \""))
              .map(line -> Integer.parseInt(line.substring(7, line.length() - 1)))
              .toList();
      int first = i;
      assertThat(numbers)
          .containsExactlyElementsOf(
              IntStream.range(0, 50).map(n -> first + 8 * n).boxed().toList());
    }
    await(client.close());
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP1_PLAIN"})
  void everyWriteIsAChunk(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    EventTopic topic = server.hub.events("chunks", List::of);
    server.serve("/chunks", spec -> spec.on(topic));
    try (Socket socket = new Socket("127.0.0.1", server.port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET /chunks HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(readUntil(in, "\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
      String opening = readChunk(in);
      assertThat(opening).startsWith("retry: 3000\n\nid: ").endsWith("\n\n").contains("connected");
      for (int size : new int[] {1, 10, 230, 4_096, 300_000}) {
        topic.publish(SseEvent.of("e", "x".repeat(size)));
        StringBuilder event = new StringBuilder();
        while (event.indexOf("\n\n") < 0) {
          event.append(readChunk(in));
        }
        assertThat(event.substring(event.indexOf("\n") + 1))
            .isEqualTo("event: e\ndata: " + "x".repeat(size) + "\n\n");
      }
      server.stream("/chunks").close();
      assertThat(readUntil(in, "\r\n")).isEqualTo("0\r\n");
      assertThat(readUntil(in, "\r\n")).isEqualTo("\r\n");
      if (wire.fast) {
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  private static String readChunk(InputStream in) throws Exception {
    String head = readUntil(in, "\r\n");
    int size = Integer.parseInt(head.strip(), 16);
    String content = new String(in.readNBytes(size), US_ASCII);
    assertThat(readUntil(in, "\r\n")).isEqualTo("\r\n");
    return content;
  }

  private static String readUntil(InputStream in, String end) throws Exception {
    StringBuilder read = new StringBuilder();
    while (read.length() < end.length()
        || !read.substring(read.length() - end.length()).equals(end)) {
      int next = in.read();
      assertThat(next).as("end of stream after " + read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP1_PLAIN"})
  void clientsOfHttp10GetAStreamToo(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    StateTopic topic = server.hub.state("old");
    server.serve("/old", spec -> spec.on(topic));
    try (Socket socket = new Socket("127.0.0.1", server.port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET /old HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      String opening = readUntil(in, "{\"channel\":\"/old\"}\n\n");
      assertThat(opening).contains("\r\n\r\nretry: 3000\n\nid: ").doesNotContain("chunked");
      topic.publish(SseEvent.of("tick", "1"));
      assertThat(readUntil(in, "data: 1\n\n")).contains("event: tick\ndata: 1\n\n");
      server.stream("/old").close();
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
