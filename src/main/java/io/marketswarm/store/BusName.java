package io.marketswarm.store;

import java.util.Locale;

/** The four Redis buses and the ports they traditionally live on. */
public enum BusName {
  SYSTEM(6379),
  MARKET(6380),
  INTEL(6381),
  ECHO(6382);

  private final int defaultPort;

  BusName(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  /** The name used in the Truth document, for example {@code system-redis}. */
  public String id() {
    return role() + "-redis";
  }

  /** The role used in the Truth document, for example {@code system}. */
  public String role() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The environment variable that overrides the URL, for example {@code SYSTEM_REDIS_URL}. */
  public String urlVariable() {
    return name() + "_REDIS_URL";
  }

  public int defaultPort() {
    return defaultPort;
  }
}
