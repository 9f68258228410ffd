package io.marketswarm.store.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives each store a free port of 127.0.0.1: the wanted one, or the next above. */
final class Ports {
  private static final int LARGEST = 65_535;

  private final Map<String, Integer> wanted;
  private final boolean exact;
  private final Progress progress;
  private final Set<Integer> given = new HashSet<>();

  Ports(Map<String, Integer> wanted, boolean exact, Progress progress) {
    this.wanted = Map.copyOf(wanted);
    this.exact = exact;
    this.progress = progress;
  }

  /** The first port to try for a store. */
  synchronized int first(String store) {
    int port = wanted.get(store);
    if (port == Settings.ANY_PORT) {
      return any();
    }
    return free(port) && given.add(port) ? port : after(store, port);
  }

  /** The port to try when another program was faster at {@code taken}. */
  synchronized int after(String store, int taken) {
    if (wanted.get(store) == Settings.ANY_PORT) {
      return any();
    }
    String holder = PortHolder.describe(taken);
    if (exact) {
      throw new StoreException(
          "port "
              + taken
              + " of "
              + store
              + " is taken by "
              + holder
              + ": stop it or choose another port");
    }
    for (int port = taken + 1; port <= LARGEST; port++) {
      if (!wanted.containsValue(port) && free(port) && given.add(port)) {
        progress.say("port %d is taken by %s, %s uses %d".formatted(taken, holder, store, port));
        return port;
      }
    }
    throw new StoreException("no port from " + taken + " upwards is free for " + store);
  }

  static boolean free(int port) {
    return bind(port) > 0;
  }

  private int any() {
    int port;
    do {
      port = bind(Settings.ANY_PORT);
      if (port < 0) {
        throw new StoreException("no port of 127.0.0.1 is free");
      }
    } while (!given.add(port));
    return port;
  }

  private static int bind(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      return -1;
    }
  }
}
