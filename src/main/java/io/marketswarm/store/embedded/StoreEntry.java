package io.marketswarm.store.embedded;

import java.nio.file.Path;

/**
 * How to reach one embedded store.
 *
 * @param name the id of the bus, for example {@code system-redis}, or {@code database}
 * @param url the address with credentials, a secret
 * @param port the port of the last run, on 127.0.0.1
 * @param directory where the store keeps its data
 */
public record StoreEntry(String name, String url, int port, Path directory) {
  @Override
  public String toString() {
    return name + " on 127.0.0.1:" + port + " in " + directory;
  }
}
