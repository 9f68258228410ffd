package io.marketswarm.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
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
  private final boolean whole;
  private final long retryAfterSeconds;

  public ApiError(int status, String message) {
    this(status, message, Map.of());
  }

  /** With fields that stand beside the message in the answer. */
  public ApiError(int status, String message, Map<String, ?> details) {
    this(status, message, details, false, 0);
  }

  private ApiError(
      int status, String message, Map<String, ?> details, boolean whole, long retryAfterSeconds) {
    super(message, null, false, false);
    if (status < LOWEST || status > HIGHEST) {
      throw new IllegalArgumentException("status " + status + " is no error");
    }
    this.status = status;
    this.details = details;
    this.whole = whole;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** With a body that looks the same in every API. */
  public static ApiError whole(int status, JsonObject body) {
    return new ApiError(status, body.encode(), body.getMap(), true, 0);
  }

  /** Says when it makes sense to try again. */
  public ApiError retryAfter(long seconds) {
    return new ApiError(status, getMessage(), details(), whole, seconds);
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

  /** 0 when nobody knows. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** Whether the details are all that is answered. */
  boolean isWhole() {
    return whole;
  }

  public Map<String, ?> details() {
    return details == null ? Map.of() : details;
  }
}
