package io.marketswarm.market.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;

/** The factory behind all shapes; it writes doubles with the fewest digits that identify them. */
final class JsonCodec {
  static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private JsonCodec() {}
}
