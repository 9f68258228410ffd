package io.marketswarm.gateway.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.model.OptionRoot;
import io.netty.buffer.ByteBufInputStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stored chain says about strikes: which there are, and how much is open at each.
 *
 * @param ts when the chain was written, if it says so
 * @param contracts how many it has
 */
public record ChainDigest(Optional<Instant> ts, int contracts, Map<String, Strikes> symbols) {
  private static final Pattern TICKER = Pattern.compile("(?:O:)?([A-Z]+)\\d{6,8}([CP])(\\d{8})");
  private static final double STRIKE_SCALE = 1_000;
  private static final JsonFactory JSON = new JsonFactory();

  /** The strikes of one underlying over all its expirations, and the contracts open at each. */
  public static final class Strikes {
    private final TreeSet<Double> prices = new TreeSet<>();
    private final Map<Double, Double> openCalls = new TreeMap<>();
    private final Map<Double, Double> openPuts = new TreeMap<>();

    public SortedSet<Double> prices() {
      return Collections.unmodifiableSortedSet(prices);
    }

    public Map<Double, Double> openCalls() {
      return Collections.unmodifiableMap(openCalls);
    }

    public Map<Double, Double> openPuts() {
      return Collections.unmodifiableMap(openPuts);
    }
  }

  public Optional<Strikes> of(String symbol) {
    return Optional.ofNullable(symbols.get(symbol));
  }

  /** Reads a stored chain; text that is none fails with an {@link IOException}. */
  static ChainDigest read(Buffer chain) throws IOException {
    InputStream bytes = new ByteBufInputStream(((BufferInternal) chain).getByteBuf().duplicate());
    try (JsonParser in = JSON.createParser(bytes)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the chain is no object");
      }
      Optional<Instant> ts = Optional.empty();
      Map<String, Strikes> symbols = new HashMap<>();
      int contracts = 0;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (name.equals("ts") && value.isNumeric()) {
          ts = Moments.of(in.getDoubleValue());
        } else if (name.equals("contracts") && value == JsonToken.START_OBJECT) {
          contracts = contracts(in, symbols);
        } else {
          in.skipChildren();
        }
      }
      return new ChainDigest(ts, contracts, symbols);
    }
  }

  private static int contracts(JsonParser in, Map<String, Strikes> symbols) throws IOException {
    int count = 0;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      count++;
      Matcher ticker = TICKER.matcher(in.currentName());
      in.nextToken();
      if (!ticker.matches()) {
        in.skipChildren();
        continue;
      }
      Strikes strikes = symbols.computeIfAbsent(symbol(ticker.group(1)), none -> new Strikes());
      double strike = Long.parseLong(ticker.group(3)) / STRIKE_SCALE;
      strikes.prices.add(strike);
      double open = openInterest(in);
      if (open > 0) {
        boolean call = ticker.group(2).equals("C");
        (call ? strikes.openCalls : strikes.openPuts).merge(strike, open, Double::sum);
      }
    }
    return count;
  }

  private static double openInterest(JsonParser in) throws IOException {
    double open = 0;
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return open;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = in.currentName().equals("open_interest");
      JsonToken value = in.nextToken();
      if (wanted && value.isNumeric()) {
        open = in.getDoubleValue();
      } else {
        in.skipChildren();
      }
    }
    return open;
  }

  /** The index of an option class; any other class is named like its stock. */
  private static String symbol(String root) {
    for (OptionRoot known : OptionRoot.values()) {
      if (known.name().equals(root)) {
        return known.symbol();
      }
    }
    return ModelKeys.canonical(root);
  }
}
