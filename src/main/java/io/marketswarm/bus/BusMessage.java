package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Something that travels on the event bus. Messages are immutable: inside one JVM every receiver
 * gets the very same object.
 */
public interface BusMessage {

  /** Writes the message as one JSON object, the form integrators get to see. */
  void writeJson(JsonGenerator out) throws IOException;
}
