package io.marketswarm.market.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.model.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Editions as JSON: contracts stand there as the provider described them, byte by byte. */
public final class ChainText {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final byte[] END = {'}', '}'};
  private static final int PUNCTUATION = 4;
  private static final long SECOND = 1_000;

  private ChainText() {}

  /** Of the form {@code {version, value_seq, ts, contracts: {ticker: contract}}}. */
  public static byte[] write(ChainEdition edition) {
    byte[] head =
        "{\"version\":%d,\"value_seq\":%d,\"ts\":%d,\"contracts\":{"
            .formatted(edition.version(), edition.valueSequence(), edition.epochSecond())
            .getBytes(US_ASCII);
    int length = head.length + END.length;
    for (List<ChainContract> chain : edition.chains().values()) {
      for (ChainContract contract : chain) {
        length += contract.name().length() + contract.json().length + PUNCTUATION;
      }
    }
    ByteBuffer text = ByteBuffer.allocate(length).put(head);
    boolean first = true;
    for (List<ChainContract> chain : edition.chains().values()) {
      for (ChainContract contract : chain) {
        if (!first) {
          text.put((byte) ',');
        }
        first = false;
        text.put((byte) '"').put(contract.name().getBytes(US_ASCII)).put((byte) '"');
        text.put((byte) ':').put(contract.json());
      }
    }
    text.put(END);
    byte[] whole = new byte[text.position()];
    text.flip().get(whole);
    return whole;
  }

  /** Reads what {@link #write} wrote; it takes long enough to be done off the event loop. */
  public static ChainEdition read(byte[] json, ContractReader contracts) throws IOException {
    long version = 0;
    long valueSequence = 0;
    long ts = 0;
    Map<String, List<ChainContract>> chains = new LinkedHashMap<>();
    try (JsonParser in = FACTORY.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a chain begins with " + in.currentToken());
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        switch (name) {
          case "version" -> version = in.getLongValue();
          case "value_seq" -> valueSequence = in.getLongValue();
          case "ts" -> ts = in.getLongValue();
          case "contracts" -> contracts(in, json, contracts, chains);
          default -> in.skipChildren();
        }
      }
    }
    chains.values().forEach(chain -> chain.sort(Comparator.comparingLong(ChainContract::ticker)));
    return new ChainEdition(version, valueSequence, ts * SECOND, chains, Delta.NONE);
  }

  private static void contracts(
      JsonParser in, byte[] json, ContractReader reader, Map<String, List<ChainContract>> into)
      throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextFieldName() != null) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        reader
            .read(in, json)
            .ifPresent(
                contract ->
                    into.computeIfAbsent(
                            Ticker.root(contract.ticker()).symbol(), symbol -> new ArrayList<>())
                        .add(contract));
      } else {
        in.skipChildren();
      }
    }
  }
}
