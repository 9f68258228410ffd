package io.marketswarm.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.api.Assembly;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassedOnTest {
  /** The edge's document names every part of it that leads to another service, and no other. */
  @Test
  void theDocumentNamesWhatLeadsElsewhere() {
    JsonArray described =
        Assembly.of("openapi/gateway/api.json", List.of()).getJsonArray("x-proxied");
    JsonArray leading = new JsonArray();
    for (Destination destination : Directory.DESTINATIONS) {
      JsonObject told =
          new JsonObject()
              .put("prefix", destination.prefix())
              .put("service", destination.upstream());
      if (!destination.target().equals(destination.prefix())) {
        told.put("target", destination.target());
      }
      if (destination.adminOnly()) {
        told.put("administrators", true);
      }
      leading.add(told);
    }
    assertThat(described).isEqualTo(leading);
  }
}
