package io.marketswarm.stream;

import java.util.EnumMap;
import java.util.Map;

/** The servers of one test class, one for each wire it asks for. */
final class Servers implements AutoCloseable {
  private final HubOptions options;
  private final Map<Wire, StreamServer> servers = new EnumMap<>(Wire.class);

  Servers(HubOptions options) {
    this.options = options;
  }

  StreamServer on(Wire wire) throws Exception {
    StreamServer known = servers.get(wire);
    if (known == null) {
      known = new StreamServer(wire, options);
      servers.put(wire, known);
    }
    return known;
  }

  @Override
  public void close() {
    for (StreamServer server : servers.values()) {
      server.close();
    }
  }
}
