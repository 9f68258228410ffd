package io.marketswarm.ops;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The page an operator sees first; it reads the same JSON as everybody else. */
final class StartPage {
  static final String FOLDER = "/ops/";

  private static final int ETAG_BYTES = 8;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private record Asset(Buffer content, String type, String etag) {}

  void addTo(Router router) {
    serve(router, "/", "index.html", "text/html; charset=utf-8");
    serve(router, "/styles.css", "styles.css", "text/css; charset=utf-8");
    serve(router, "/app.js", "app.js", "text/javascript; charset=utf-8");
    serve(router, "/icon.svg", "icon.svg", "image/svg+xml");
  }

  private static void serve(Router router, String path, String file, String type) {
    Asset asset = load(file, type);
    router.get(path).handler(request -> send(request, asset));
  }

  private static void send(RoutingContext request, Asset asset) {
    HttpServerResponse response =
        request
            .response()
            .putHeader("Content-Security-Policy", POLICY)
            .putHeader("X-Frame-Options", "DENY")
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader(HttpHeaders.ETAG, asset.etag());
    if (asset.etag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type()).end(asset.content());
    }
  }

  private static Asset load(String file, String type) {
    try (InputStream in = StartPage.class.getResourceAsStream(FOLDER + file)) {
      byte[] bytes = in.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      String etag = '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
      return new Asset(Buffer.buffer(bytes), type, etag);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
