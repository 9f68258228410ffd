package io.marketswarm.gateway;

import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.Tier;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Signing in on a development system that has no identity site: a page with one person of each
 * tier. It takes the same {@code redirect} as an identity site, so that a login page needs to know
 * no difference. Not there in production.
 */
final class DevSignIn {
  static final String PAGE = "/api/auth/dev";
  static final String ENTER = "/api/auth/dev/enter";

  /** Open to everybody where it exists. */
  static final Set<String> PATHS = Set.of(PAGE, ENTER);

  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String TEXT =
      """
      <!doctype html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Development sign-in</title>
      </head>
      <body>
        <main>
          <h1>Sign in to this development system as</h1>
          <ul>
      %s    </ul>
          <p>No password is asked for. In production this page does not exist.</p>
        </main>
      </body>
      </html>
      """;

  private final SignIn signIn;

  DevSignIn(SignIn signIn) {
    this.signIn = signIn;
  }

  /** The people a login page can offer, beside the providers; it adds {@code next}. */
  static JsonArray people() {
    JsonArray people = new JsonArray();
    for (Identity who : DevPeople.all()) {
      people.add(
          new JsonObject()
              .put("name", who.name())
              .put("tier", who.tier().id())
              .put("url", address(who)));
    }
    return people;
  }

  private static String address(Identity who) {
    return "%s?user=%s&tier=%s".formatted(ENTER, who.wpId(), who.tier().id());
  }

  void mount(Router router) {
    router.get(PAGE).handler(DevSignIn::show);
    router.get(ENTER).handler(this::enter);
  }

  private static void show(RoutingContext request) {
    String next = URLEncoder.encode(next(request), StandardCharsets.UTF_8);
    StringBuilder people = new StringBuilder();
    for (Identity who : DevPeople.all()) {
      String link = address(who) + "&next=" + next;
      people
          .append("      <li><a href=\"")
          .append(Html.escape(link))
          .append("\">")
          .append(Html.escape(who.name() + ", " + who.tier().id()))
          .append("</a></li>\n");
    }
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Security-Policy", POLICY)
        .end(TEXT.formatted(people));
  }

  private void enter(RoutingContext request) {
    Tier tier =
        Tier.byId(String.valueOf(request.request().getParam("tier")))
            .orElseThrow(() -> ApiError.badRequest("There is no such tier"));
    try {
      signIn.byName(
          request, DevPeople.person(String.valueOf(request.request().getParam("user")), tier));
    } catch (IllegalArgumentException noName) {
      throw ApiError.badRequest(noName.getMessage());
    }
  }

  /** The page to go on to, out of {@code redirect=<origin>/api/auth/sso?next=<page>}. */
  private static String next(RoutingContext request) {
    String direct = request.request().getParam("next");
    if (direct != null) {
      return NextPage.of(direct);
    }
    String redirect = request.request().getParam("redirect");
    try {
      String query = redirect == null ? null : URI.create(redirect).getQuery();
      return query != null && query.startsWith("next=")
          ? NextPage.of(query.substring("next=".length()))
          : NextPage.of(null);
    } catch (IllegalArgumentException noAddress) {
      return NextPage.of(null);
    }
  }
}
