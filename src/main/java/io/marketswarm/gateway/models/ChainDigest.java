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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which strikes a stored chain has, by underlying.
 *
 * @param ts when the chain was written, if it says so
 * @param contracts how many it has
 */
public record ChainDigest(
    Optional<Instant> ts, int contracts, Map<String, SortedSet<Double>> symbols) {
  private static final Pattern TICKER = Pattern.compile("(?:O:)?([A-Z]+)\\d{6,8}[CP](\\d{8})");
  private static final double STRIKE_SCALE = 1_000;
  private static final JsonFactory JSON = new JsonFactory();

  public Optional<SortedSet<Double>> of(String symbol) {
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
      Map<String, SortedSet<Double>> symbols = new HashMap<>();
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

  private static int contracts(JsonParser in, Map<String, SortedSet<Double>> symbols)
      throws IOException {
    int count = 0;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      count++;
      Matcher ticker = TICKER.matcher(in.currentName());
      in.nextToken();
      in.skipChildren();
      if (ticker.matches()) {
        symbols
            .computeIfAbsent(symbol(ticker.group(1)), none -> new TreeSet<>())
            .add(Long.parseLong(ticker.group(2)) / STRIKE_SCALE);
      }
    }
    return count;
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
