package io.marketswarm.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/**
 * A refusal that is meant for the client: what was wrong and what to do about it. Everything else
 * that fails is an internal error, whose text stays inside.
 */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LOWEST = 400;
  private static final int HIGHEST = 599;

  private final int status;
  private final transient Map<String, ?> details;

  public ApiError(int status, String message) {
    this(status, message, Map.of());
  }

  /** With fields that stand beside the message in the answer. */
  public ApiError(int status, String message, Map<String, ?> details) {
    super(message, null, false, false);
    if (status < LOWEST || status > HIGHEST) {
      throw new IllegalArgumentException("status " + status + " is no error");
    }
    this.status = status;
    this.details = details;
  }

  public static ApiError badRequest(String message) {
    return new ApiError(400, message);
  }

  public static ApiError notFound(String message) {
    return new ApiError(404, message);
  }

  /** With the usual words for the status. */
  public static ApiError of(int status) {
    return new ApiError(status, HttpResponseStatus.valueOf(status).reasonPhrase());
  }

  public int status() {
    return status;
  }

  public Map<String, ?> details() {
    return details == null ? Map.of() : details;
  }
}
