package io.marketswarm.gateway.site;

import io.marketswarm.gateway.RequestPath;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Encodings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Serves the web UI. What carries its version or a hash in its name is kept by browsers for ever,
 * everything else is asked for again each time, and every address that is no file is the one page.
 */
public final class SiteRoutes {
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";
  private static final String HASHED = "assets/";
  private static final Pattern VERSIONED = Pattern.compile("_static/.*/\\d+\\.\\d+\\.\\d+[^/]*/.*");
  private static final String MAP = "map";
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NOT_MODIFIED = 304;

  private final Vertx vertx;
  private final Path folder;
  private final String pageCaching;
  private final boolean withMaps;
  private Site site;

  /**
   * @param folder where the UI lies, if it is not in the product itself
   * @param pageCaching the {@code Cache-Control} of the page
   * @param withMaps whether source maps are served
   */
  public SiteRoutes(Vertx vertx, Path folder, String pageCaching, boolean withMaps) {
    this.vertx = vertx;
    this.folder = folder;
    this.pageCaching = pageCaching;
    this.withMaps = withMaps;
  }

  public Future<Void> open() {
    return Site.open(vertx, folder).onSuccess(opened -> site = opened).mapEmpty();
  }

  /** Adds the last route of all: whatever nobody took is the UI's. */
  public void mount(Router router) {
    router.route().handler(this::serve);
  }

  private void serve(RoutingContext request) {
    HttpMethod method = request.request().method();
    if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      throw ApiError.whole(METHOD_NOT_ALLOWED, new JsonObject().put("error", "Method not allowed"));
    }
    String path = RequestPath.of(request).substring(1);
    if (MediaTypes.extension(path).equals(MAP) && !withMaps) {
      throw notFound();
    }
    Future<Optional<Asset>> file =
        path.equals(Site.PAGE) ? Future.succeededFuture(Optional.empty()) : site.find(path);
    file.onSuccess(
            found ->
                found.ifPresentOrElse(
                    asset -> send(request, asset, caching(path)), () -> orPage(request, path)))
        .onFailure(request::fail);
  }

  private static String caching(String path) {
    return path.startsWith(HASHED) || VERSIONED.matcher(path).matches() ? FOR_EVER : ASK_AGAIN;
  }

  /** A script that is not there must not turn out to be a page. */
  private void orPage(RoutingContext request, String path) {
    boolean file = MediaTypes.of(path).isPresent() && !path.equals(Site.PAGE);
    if (file || path.startsWith(HASHED) || path.startsWith(Site.LIBRARIES)) {
      request.fail(notFound());
      return;
    }
    site.page()
        .onSuccess(
            found -> {
              if (found.isEmpty()) {
                request.fail(notFound());
              } else {
                sendPage(request, found.get());
              }
            })
        .onFailure(request::fail);
  }

  private void sendPage(RoutingContext request, Page page) {
    request
        .response()
        .putHeader("Content-Security-Policy", Policy.allowing(page.scripts()))
        .putHeader("Pragma", "no-cache")
        .putHeader(HttpHeaders.EXPIRES, "0");
    sendWhole(request, page.html(), pageCaching);
  }

  private static void send(RoutingContext request, Asset asset, String caching) {
    String known = request.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    request.response().putHeader(HttpHeaders.ETAG, asset.tag());
    if (known != null && (known.equals("*") || known.contains(asset.tag()))) {
      request
          .response()
          .setStatusCode(NOT_MODIFIED)
          .putHeader(HttpHeaders.CACHE_CONTROL, caching)
          .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
          .end();
      return;
    }
    sendWhole(request, asset, caching);
  }

  private static void sendWhole(RoutingContext request, Asset asset, String caching) {
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
            .putHeader(HttpHeaders.CACHE_CONTROL, caching)
            .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (asset.type().equals(MediaTypes.HTML)) {
      response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    Buffer body = encoded(request, asset);
    if (request.request().method() == HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length())).end();
    } else {
      response.end(body);
    }
  }

  /** The smallest form the browser understands. */
  private static Buffer encoded(RoutingContext request, Asset asset) {
    Optional<Buffer> brotli =
        asset.brotli().filter(b -> Encodings.accepts(request.request(), Encodings.BROTLI));
    if (brotli.isPresent()) {
      request.response().putHeader(HttpHeaders.CONTENT_ENCODING, Encodings.BROTLI);
      return brotli.get();
    }
    Optional<Buffer> gzip =
        asset.gzip().filter(b -> Encodings.accepts(request.request(), Encodings.GZIP));
    if (gzip.isPresent()) {
      request.response().putHeader(HttpHeaders.CONTENT_ENCODING, Encodings.GZIP);
      return gzip.get();
    }
    return asset.content();
  }

  private static ApiError notFound() {
    return ApiError.whole(NOT_FOUND, new JsonObject().put("error", "Asset not found"));
  }
}
