package io.marketswarm.market.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.feed.ProviderException.Trouble;
import java.io.IOException;

/**
 * What stands around the provider's data.
 *
 * @param nextUrl where the next page is, null on the last
 */
record Envelope(String nextUrl) {

  /** Reads one item; the parser stands at its opening brace and must end at its closing one. */
  @FunctionalInterface
  interface Item {
    void read(JsonParser in) throws IOException;
  }

  /**
   * Reads an answer whose data is a member: one object or an array of objects.
   *
   * @throws ProviderException when the answer says it is an error, or cannot be read
   */
  static Envelope read(byte[] body, String member, Item item) {
    String[] next = {""};
    readObject(
        body,
        (in, name) -> {
          if (name.equals(member)) {
            items(in, item);
          } else if (name.equals("next_url")) {
            next[0] = Json.text(in);
          } else if (name.equals("error")) {
            throw new ProviderException(Trouble.REFUSED, "200 with error: " + Json.text(in));
          } else {
            in.skipChildren();
          }
        });
    return new Envelope(next[0].isBlank() ? null : next[0]);
  }

  /** Reads one member; the parser stands at its value and must end at the end of it. */
  @FunctionalInterface
  interface Member {
    void read(JsonParser in, String name) throws IOException;
  }

  /** Reads an answer that is one plain object. */
  static void readObject(byte[] body, Member member) {
    try (JsonParser in = Json.FACTORY.createParser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("no object", null);
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        member.read(in, name);
      }
    } catch (IOException unreadable) {
      throw malformed("unreadable JSON", unreadable);
    }
  }

  /** Reads an answer that is an array of objects without anything around it. */
  static void readArray(byte[] body, Item item) {
    try (JsonParser in = Json.FACTORY.createParser(body)) {
      if (in.nextToken() != JsonToken.START_ARRAY) {
        throw malformed("no array", null);
      }
      items(in, item);
    } catch (IOException unreadable) {
      throw malformed("unreadable JSON", unreadable);
    }
  }

  private static void items(JsonParser in, Item item) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT) {
      item.read(in);
      return;
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        item.read(in);
      } else {
        in.skipChildren();
      }
    }
  }

  private static ProviderException malformed(String what, IOException cause) {
    return new ProviderException(Trouble.MALFORMED, what, cause);
  }
}
