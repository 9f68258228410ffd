package io.marketswarm.truth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Makes documents fit to be shown: whatever looks like a secret is replaced by a mask. */
final class Masking {
  private Masking() {}

  /** A copy of a composite without secrets. */
  static JsonObject of(JsonObject composite) {
    JsonObject shown = composite.copy();
    shown.remove("secrets");
    for (Map.Entry<String, Object> entry : shown.getJsonObject("components", new JsonObject())) {
      if (entry.getValue() instanceof JsonObject component
          && component.getValue("env") instanceof JsonObject env) {
        env.fieldNames().forEach(name -> env.put(name, variable(name, env.getValue(name))));
      }
    }
    mask(shown);
    return shown;
  }

  /** The same object with the secrets of its blocks masked. */
  static JsonObject blocks(JsonObject settings) {
    mask(settings);
    return settings;
  }

  private static String variable(String name, Object value) {
    return SecretNames.masked(name, value == null ? "" : value.toString());
  }

  private static void mask(Object value) {
    if (value instanceof JsonObject object) {
      for (String name : List.copyOf(object.fieldNames())) {
        if (object.getValue(name) instanceof String text) {
          object.put(name, block(name, text));
        } else {
          mask(object.getValue(name));
        }
      }
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.getValue(i) instanceof String text) {
          array.set(i, SecretNames.withoutLogin(text));
        } else {
          mask(array.getValue(i));
        }
      }
    }
  }

  /** Outside the environment only what is certainly a secret is masked: keys are Redis keys. */
  private static String block(String name, String text) {
    return SecretNames.isCertainlySecret(name) && !text.isEmpty()
        ? SecretNames.MASK
        : SecretNames.withoutLogin(text);
  }
}
