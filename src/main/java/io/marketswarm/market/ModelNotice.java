package io.marketswarm.market;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;

/** Word that a model was written, for those who read models by key. */
public final class ModelNotice {
  private static final String CHANNEL = "massive:model:updated";

  private ModelNotice() {}

  /** The command that tells of it: to be sent with the model. */
  public static Request of(String model, String symbol, long wallMillis) {
    JsonObject notice =
        new JsonObject()
            .put("model", model)
            .put("symbol", symbol)
            .put("ts", BigDecimal.valueOf(wallMillis, 3));
    return Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(Buffer.buffer(notice.encode()));
  }
}
