package io.marketswarm.bus.bridge;

import java.util.Locale;

/** Everything a client can be told to have gone wrong, with what a WebSocket closes on it. */
enum BridgeError {
  INVALID_JSON(400, 1007, "the frame is not a JSON object"),
  INVALID_LENGTH(400, 1002, "the length before the frame is negative"),
  MISSING_TYPE(400, 1008, "the frame has no type"),
  INVALID_TYPE(400, 1008, "the type of the frame is unknown"),
  MISSING_ADDRESS(400, 1008, "the frame has no address"),
  INVALID_ADDRESS(400, 1008, "the address is longer than 200 characters"),
  INVALID_REPLY_ADDRESS(400, 1008, "the reply address is longer than 200 characters"),
  INVALID_HEADERS(400, 1008, "the headers are not an object of at most 64 texts"),
  UNKNOWN_ADDRESS(404, 1008, "the client does not listen to this address"),
  ACCESS_DENIED(403, 1008, "the client must not use this address"),
  MAX_HANDLERS_REACHED(429, 1008, "the client listens to too many addresses"),
  TOO_MANY_REQUESTS(429, 1008, "too many of the client's requests wait for a reply"),
  RATE_LIMITED(429, 1008, "the client sends too fast; the frame was ignored"),
  FRAME_TOO_LARGE(413, 1009, "the frame is larger than allowed"),
  NOT_AUTHENTICATED(401, 1008, "the first frame must bring a token"),
  INVALID_TOKEN(401, 1008, "the token is not valid"),
  TOKEN_EXPIRED(401, 1008, "the token has expired"),
  IDLE(408, 1001, "nothing was heard of the client"),
  TOO_MANY_CONNECTIONS(503, 1013, "the bridge has no room for another client"),
  MESSAGES_DROPPED(429, 1008, "the client reads too slowly; its oldest messages were dropped"),
  GOING_AWAY(503, 1001, "the bridge shuts down"),
  INTERNAL_ERROR(500, 1011, "the bridge failed; the frame was ignored");

  private final int status;
  private final int closeCode;
  private final String explanation;

  BridgeError(int status, int closeCode, String explanation) {
    this.status = status;
    this.closeCode = closeCode;
    this.explanation = explanation;
  }

  /** What programs compare, for example {@code access_denied}. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same in the numbers of HTTP. */
  int status() {
    return status;
  }

  /** The status code of a WebSocket that is closed for this reason. */
  int closeCode() {
    return closeCode;
  }

  String explanation() {
    return explanation;
  }
}
