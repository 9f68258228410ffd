package io.marketswarm.market.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** How one kind of model looks as JSON. */
@FunctionalInterface
public interface JsonShape<M> {

  /** Writes the model as one JSON value. */
  void write(M model, JsonGenerator out) throws IOException;

  /** The model as UTF-8 bytes. */
  default byte[] bytes(M model) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator out = JsonCodec.FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
        write(model, out);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + model.getClass().getSimpleName(), e);
    }
  }
}
