package io.marketswarm.gateway;

import io.marketswarm.log.Log;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.RequestId;
import io.marketswarm.web.identity.Identity;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What went wrong in somebody's browser, told to the log. */
final class ClientErrors implements RouteGroup {
  private static final int LARGEST_BYTES = 16 << 10;
  private static final int LONGEST_SHOWN = 500;
  private static final int ACCEPTED = 202;
  private static final int TOO_LARGE = 413;
  private static final RateLimits.Limit REPORTS = RateLimits.Limit.perMinute("client-errors", 30);

  private final RateLimits limits;
  private final Counter reported;
  private final Log log;

  ClientErrors(Edge edge) {
    this.limits = edge.limits();
    this.reported = edge.context().metrics().counter("marketswarm.gateway.client.errors");
    this.log = edge.context().log();
  }

  @Override
  public void mount(Router router) {
    router.post("/api/client-errors").handler(this::report);
  }

  private void report(RoutingContext request) {
    if (request.body().length() > LARGEST_BYTES) {
      throw new ApiError(TOO_LARGE, "A report has at most 16 KB");
    }
    JsonObject body = JsonBody.object(request);
    String message = Identity.text(body.getValue("message"));
    if (message.isEmpty()) {
      throw ApiError.badRequest("message is required");
    }
    Identity who = Visitor.of(request).identity();
    String person = who.issuer() + "/" + who.wpId();
    limits
        .count(REPORTS, person)
        .onSuccess(
            counted -> {
              reported.increment();
              log.warn(
                  "browser of %s (%s) reports %s: %s %s"
                      .formatted(
                          person,
                          RequestId.of(request),
                          shown(body.getValue("type"), "an error"),
                          shown(message, ""),
                          shown(body.getValue("stack"), "")));
              request.response().setStatusCode(ACCEPTED);
              request.json(new JsonObject().put("success", true));
            })
        .onFailure(request::fail);
  }

  /** On one line and not too long, whatever somebody sends. */
  private static String shown(Object text, String fallback) {
    String line = Identity.text(text).replaceAll("\\p{Cntrl}+", " ").strip();
    if (line.isEmpty()) {
      return fallback;
    }
    return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
  }
}
