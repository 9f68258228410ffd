package io.marketswarm.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** What somebody sees who signed in with a membership that may not enter here at the moment. */
final class BlockedPage {
  private static final int FORBIDDEN = 403;
  private static final String POLICY =
      "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Wrong dashboard for your membership</title>
      </head>
      <body>
        <main>
          <img src="/fotw-logo.png" alt="" width="96" height="96">
          <h1>This is the wrong dashboard for your membership</h1>
          <p>Your membership does not include this server at the moment.</p>
          %s<p><a href="/api/auth/logout?next=/">Sign out</a></p>
        </main>
      </body>
      </html>
      """;

  private BlockedPage() {}

  /**
   * @param target where their own dashboard is, already known to be an http(s) address
   */
  static void send(RoutingContext request, Optional<String> target) {
    String link =
        target
            .map(
                address ->
                    "<p><a href=\""
                        + Html.escape(address)
                        + "\">Go to your dashboard</a></p>\n    ")
            .orElse("");
    request
        .response()
        .setStatusCode(FORBIDDEN)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Security-Policy", POLICY)
        .end(PAGE.formatted(link));
  }
}
