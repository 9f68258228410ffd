package io.marketswarm.gateway.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.streams.Listener.Event;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The published description of the streams, and whether events keep what it promises. */
final class StreamDocument {
  private final JsonObject document;

  /** Channels by the path they are heard at. */
  private final Map<String, JsonObject> channels = new TreeMap<>();

  private final Map<String, Validator> payloads = new HashMap<>();
  private final Map<String, Validator> ids = new HashMap<>();

  StreamDocument(JsonObject document) {
    this.document = document;
    document
        .getJsonObject("channels")
        .forEach(
            channel -> {
              JsonObject described = (JsonObject) channel.getValue();
              channels.put(described.getString("address"), described);
              ids.put(
                  described.getString("address"),
                  validator(described.getJsonObject("x-rules").getJsonObject("id")));
            });
    messages()
        .forEach(name -> payloads.put(name, validator(message(name).getJsonObject("payload"))));
  }

  JsonObject whole() {
    return document;
  }

  Set<String> addresses() {
    return channels.keySet();
  }

  /** The names of all events there are. */
  Set<String> messages() {
    return document.getJsonObject("components").getJsonObject("messages").fieldNames();
  }

  JsonObject message(String name) {
    return document.getJsonObject("components").getJsonObject("messages").getJsonObject(name);
  }

  /** The names of the events of one stream. */
  Set<String> messagesOf(String address) {
    return channels.get(address).getJsonObject("messages").fieldNames();
  }

  /** Asserts that a stream may carry this event, as it is. */
  void require(String address, Event event) {
    assertThat(messagesOf(address)).as(address).contains(event.name());
    OutputUnit unit = payloads.get(event.name()).validate(event.json());
    assertThat(unit.getValid())
        .as("%s of %s: %s, %s", event.name(), address, event.data(), unit.getErrors())
        .isTrue();
    if (event.id() != null) {
      assertThat(ids.get(address).validate(event.id()).getValid())
          .as("id %s of %s at %s", event.id(), event.name(), address)
          .isTrue();
    }
  }

  /** Validators write notes into what they are given, so each has its own. */
  private Validator validator(JsonObject schema) {
    JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas").copy();
    JsonObject components = new JsonObject().put("schemas", schemas);
    return Validator.create(
        JsonSchema.of(schema.copy().put("components", components)),
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("https://marketswarm.io/")
            .setOutputFormat(OutputFormat.Basic));
  }
}
