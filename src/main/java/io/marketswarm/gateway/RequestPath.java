package io.marketswarm.gateway;

import io.marketswarm.web.ApiError;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The path of a request in the one form in which everybody judges it: decoded where that changes no
 * meaning, without doubled slashes. What could mean different things to different readers (dots
 * that climb, backslashes, control characters) is refused at the door.
 */
public final class RequestPath {
  private static final Pattern CLIMBING =
      Pattern.compile("(^|/)(\\.|%2e){1,2}(/|$)", Pattern.CASE_INSENSITIVE);
  private static final Pattern AMBIGUOUS =
      Pattern.compile("[\\\\\\x00-\\x1f\\x7f]|%(5c|[01][0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);
  private static final char DELETE = 0x7f;
  private static final List<String> GUARDED = List.of("/api", "/sse", "/ws");

  private RequestPath() {}

  /** Refuses what is ambiguous, before anybody else looks at it. */
  public static void check(RoutingContext request) {
    if (!isSound(request.request().path())) {
      throw ApiError.badRequest("The path of the request is malformed");
    }
    request.next();
  }

  /** Whether a path, as it was sent, means the same to every reader. */
  static boolean isSound(String raw) {
    return raw != null
        && (isPlain(raw) || !CLIMBING.matcher(raw).find() && !AMBIGUOUS.matcher(raw).find());
  }

  /** Whether a path has nothing in it that could be malformed, as nearly all have. */
  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c == '%' || c == '.' || c == '\\' || c == DELETE) {
        return false;
      }
    }
    return true;
  }

  /** The path as it is judged, routed and passed on. */
  public static String of(RoutingContext request) {
    return request.normalizedPath();
  }

  /** Whether nobody without a session may get an answer here, whatever case it is written in. */
  public static boolean isGuarded(String path) {
    for (String area : GUARDED) {
      int end = area.length();
      if (path.regionMatches(true, 0, area, 0, end)
          && (path.length() == end || path.charAt(end) == '/')) {
        return true;
      }
    }
    return false;
  }

  /** Whether a path is the prefix itself, or goes on below it. */
  public static boolean isWithin(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }
}
