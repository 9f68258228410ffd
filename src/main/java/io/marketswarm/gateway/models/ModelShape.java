package io.marketswarm.gateway.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How large the parts of a model are. */
public final class ModelShape {
  private static final JsonFactory JSON = new JsonFactory();

  private ModelShape() {}

  /** How many members an object or a list at the top of a model has; 0 when there is none. */
  public static int count(Model model, String field) {
    try (JsonParser in = JSON.createParser((InputStream) new ByteBufInputStream(model.share()))) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = in.currentName().equals(field);
        in.nextToken();
        if (wanted) {
          return members(in);
        }
        in.skipChildren();
      }
    } catch (IOException broken) {
      // What cannot be read has no members.
    }
    return 0;
  }

  private static int members(JsonParser in) throws IOException {
    int count = 0;
    if (in.currentToken() == JsonToken.START_OBJECT) {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        count++;
        in.nextToken();
        in.skipChildren();
      }
    } else if (in.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        count++;
        in.skipChildren();
      }
    }
    return count;
  }
}
