package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HubTest {
  private static final Map<Wire, StreamServer> SERVERS = new EnumMap<>(Wire.class);

  static StreamServer server(Wire wire) throws Exception {
    StreamServer known = SERVERS.get(wire);
    if (known == null) {
      known = new StreamServer(wire, HubOptions.DEFAULT);
      SERVERS.put(wire, known);
    }
    return known;
  }

  @AfterAll
  static void close() throws Exception {
    for (StreamServer server : SERVERS.values()) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsSnapshotThenWelcomeThenWhatComes(Wire wire) throws Exception {
    StreamServer server = server(wire);
    StateTopic spot = server.hub.state("spot");
    StateTopic bias = server.hub.state("bias");
    spot.publish(SseEvent.of("spot", "{\"v\":1}"));
    spot.publish(SseEvent.of("spot", "{\"v\":2}"));
    server.serve(
        "/all",
        request ->
            StreamSpec.of("all", () -> SseEvent.of("connected", "{\"channel\":\"all\"}"))
                .on(spot, bias)
                .seen(request.getHeader("Last-Event-ID")));
    try (SseClient client = server.client("/all")) {
      client.awaitText("connected");
      bias.publish(SseEvent.of("bias", "{\"b\":1}"));
      client.awaitText("{\"b\":1}");
      assertThat(client.names()).containsExactly("spot", "connected", "bias");
    }
    eventually(() -> server.hub.open() == 0);
  }
}
