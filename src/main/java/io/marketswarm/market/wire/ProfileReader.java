package io.marketswarm.market.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.model.ProfileBuilder;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.model.VolumeProfile.Mode;
import io.marketswarm.market.model.VolumeStructures;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a stored volume profile. The range follows the data, so that a profile stored with bounds
 * the index has long left is whole again.
 */
public final class ProfileReader {
  private static final double DEFAULT_MULTIPLIER = 10;

  private record Bucket(Mode mode, int point, double volume) {}

  private final List<Bucket> buckets = new ArrayList<>();
  private String symbol = "SPY";
  private String syntheticSymbol = "SPX";
  private double multiplier = DEFAULT_MULTIPLIER;
  private Instant lastUpdated = Instant.EPOCH;
  private VolumeStructures structures = VolumeStructures.NONE;

  private ProfileReader() {}

  /**
   * @throws IllegalArgumentException when the bytes are no volume profile, saying why
   */
  public static VolumeProfile read(byte[] json) {
    ProfileReader reader = new ProfileReader();
    try (JsonParser in = JsonCodec.FACTORY.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("expected an object, found " + in.currentToken());
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        reader.field(name, in);
      }
      return reader.profile();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a volume profile: " + e.getMessage(), e);
    }
  }

  private void field(String name, JsonParser in) throws IOException {
    switch (name) {
      case "symbol" -> symbol = in.getValueAsString(symbol);
      case "synthetic_symbol" -> syntheticSymbol = in.getValueAsString(syntheticSymbol);
      case "spy_multiplier" -> multiplier = in.getValueAsDouble(multiplier);
      case "last_updated" -> lastUpdated = time(in.getValueAsString());
      case "buckets_raw" -> buckets(Mode.RAW, in);
      case "buckets_tv" -> buckets(Mode.TV, in);
      case "structures" -> structures = StructuresJson.read(in);
      default -> in.skipChildren();
    }
  }

  private void buckets(Mode mode, JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      int point = (int) Math.rint(Double.parseDouble(in.currentName()));
      if (in.nextToken().isNumeric()) {
        double volume = in.getDoubleValue();
        if (volume > 0) {
          buckets.add(new Bucket(mode, point, volume));
        }
      } else {
        in.skipChildren();
      }
    }
  }

  /** Older tools wrote times without a zone and meant UTC. */
  private static Instant time(String text) {
    if (text == null) {
      return Instant.EPOCH;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException withoutZone) {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
  }

  private VolumeProfile profile() {
    ProfileBuilder builder = new ProfileBuilder(symbol, syntheticSymbol, multiplier);
    for (Bucket bucket : buckets) {
      builder.point(bucket.mode, bucket.point, bucket.volume);
    }
    return builder.build(lastUpdated).with(structures);
  }
}
