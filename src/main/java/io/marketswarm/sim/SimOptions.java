package io.marketswarm.sim;

import io.marketswarm.sim.core.MarketOptions;
import io.marketswarm.sim.core.Scenario;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the simulated exchange is reached, and what it simulates.
 *
 * @param apiKey the key a client must present when {@code strictAuth}; else any key will do
 * @param maxConnections open sockets per cluster, zero for no limit
 * @param requestsPerMinute REST requests per minute and client before 429, zero for no limit
 * @param authTimeout how long a socket may stay without authentication
 */
public record SimOptions(
    String host,
    int port,
    String apiKey,
    boolean strictAuth,
    int maxConnections,
    int requestsPerMinute,
    Duration authTimeout,
    MarketOptions market) {
  public static final int DEFAULT_PORT = 8190;
  public static final String DEFAULT_API_KEY = "sim";
  public static final SimOptions DEFAULT =
      new SimOptions(
          "127.0.0.1",
          DEFAULT_PORT,
          DEFAULT_API_KEY,
          false,
          0,
          0,
          Duration.ofSeconds(10),
          MarketOptions.DEFAULT);

  private static final String OPEN_PREFIX = "SIM_OPEN_";
  private static final int LARGEST_PORT = 65_535;

  public SimOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is blank");
    }
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and " + LARGEST_PORT);
    }
    if (apiKey.isBlank()) {
      throw new IllegalArgumentException("the API key is blank");
    }
    if (maxConnections < 0 || requestsPerMinute < 0) {
      throw new IllegalArgumentException(
          "limits are below zero: "
              + maxConnections
              + " connections, "
              + requestsPerMinute
              + " requests per minute");
    }
  }

  @Override
  public String toString() {
    return "SimOptions[" + host + ":" + port + ", " + market + "]";
  }

  public SimOptions withPort(int port) {
    return new SimOptions(
        host, port, apiKey, strictAuth, maxConnections, requestsPerMinute, authTimeout, market);
  }

  public SimOptions withHost(String host) {
    return new SimOptions(
        host, port, apiKey, strictAuth, maxConnections, requestsPerMinute, authTimeout, market);
  }

  public SimOptions withMarket(MarketOptions market) {
    return new SimOptions(
        host, port, apiKey, strictAuth, maxConnections, requestsPerMinute, authTimeout, market);
  }

  public SimOptions withStrictKey(String apiKey) {
    return new SimOptions(
        host, port, apiKey, true, maxConnections, requestsPerMinute, authTimeout, market);
  }

  public SimOptions withLimits(int maxConnections, int requestsPerMinute, Duration authTimeout) {
    return new SimOptions(
        host, port, apiKey, strictAuth, maxConnections, requestsPerMinute, authTimeout, market);
  }

  /** The options the {@code SIM_*} variables of an environment describe. */
  public static SimOptions from(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    MarketOptions usual = MarketOptions.DEFAULT;
    MarketOptions market =
        new MarketOptions(
            variables.get("SIM_SEED", Long::parseLong, usual.seed()),
            variables.get("SIM_SPEED", Double::parseDouble, usual.speed()),
            variables.get("SIM_SCENARIO", SimOptions::scenario, usual.scenario()),
            variables.get("SIM_ALWAYS_OPEN", SimOptions::truth, usual.alwaysOpen()),
            variables.get("SIM_DATE", text -> Optional.of(LocalDate.parse(text)), usual.date()),
            variables.get("SIM_TRADE_RATE", Double::parseDouble, usual.tradesPerSecond()),
            variables.get("SIM_PIN", SimOptions::truth, usual.pin()),
            opens(variables, environment),
            usual.underlyings());
    return new SimOptions(
        variables.get("SIM_HOST", Function.identity(), DEFAULT.host),
        variables.get("SIM_PORT", Integer::parseInt, DEFAULT.port),
        variables.get("SIM_API_KEY", Function.identity(), DEFAULT.apiKey),
        variables.get("SIM_STRICT_AUTH", SimOptions::truth, DEFAULT.strictAuth),
        variables.get("SIM_MAX_CONN", Integer::parseInt, DEFAULT.maxConnections),
        variables.get("SIM_RATE_LIMIT", Integer::parseInt, DEFAULT.requestsPerMinute),
        DEFAULT.authTimeout,
        market);
  }

  static Scenario scenario(String text) {
    return Scenario.named(text.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> new IllegalArgumentException("not one of " + Scenario.names()));
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  /**
   * Opening prices; a colon cannot stand in a variable's name, so indices may do without theirs.
   */
  private static Map<String, Double> opens(Variables variables, Map<String, String> environment) {
    Map<String, Double> opens = new HashMap<>();
    for (String name : environment.keySet()) {
      if (name.startsWith(OPEN_PREFIX)) {
        String symbol = name.substring(OPEN_PREFIX.length());
        double open = variables.get(name, Double::parseDouble, 0.0);
        opens.put(symbol, open);
        opens.put("I:" + symbol, open);
      }
    }
    return opens;
  }

  private record Variables(Map<String, String> environment) {
    <T> T get(String name, Function<String, T> parse, T otherwise) {
      String text = environment.get(name);
      if (text == null || text.isBlank()) {
        return otherwise;
      }
      try {
        return parse.apply(text.strip());
      } catch (RuntimeException wrong) {
        throw new IllegalArgumentException(
            name + " is \"" + text + "\": " + wrong.getMessage(), wrong);
      }
    }
  }
}
