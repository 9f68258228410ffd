package io.marketswarm.gateway.site;

import io.marketswarm.service.ServiceContext;
import io.marketswarm.web.DrainingServer;
import io.marketswarm.web.ErrorShape;
import io.marketswarm.web.ServiceHttp;
import io.marketswarm.web.tls.ServedCertificate;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The web UI on a port of its own, and behind the same address everything the UI calls: all of it
 * is passed on to the edge, which decides who may have it.
 */
public final class StaticVerticle extends ServiceHttp {
  private static final String PAGE_CACHING = "no-cache, must-revalidate";
  private static final String GATEWAY = "sse";
  private static final String GATEWAY_VARIABLE = "SSE_GATEWAY";
  private static final String FOLDER_VARIABLE = "UI_DIST";
  private static final String PRODUCTION = "production";

  /** {@code {"error":"..."}}. */
  private static final ErrorShape ERROR =
      (error, requestId) -> {
        JsonObject body = new JsonObject().put("error", error.getMessage());
        error.details().forEach(body::put);
        return body;
      };

  private final Map<String, String> environment;
  private final URI gateway;
  private SiteRoutes site;
  private Passage passage;
  private Optional<ServedCertificate> certificate = Optional.empty();

  public StaticVerticle(ServiceContext context) {
    this(context, System.getenv(), context.facilities().addresses());
  }

  /**
   * @param addresses by service, where they are reached
   */
  StaticVerticle(
      ServiceContext context, Map<String, String> environment, Map<String, URI> addresses) {
    super(context);
    this.environment = environment;
    this.gateway =
        Optional.ofNullable(environment.get(GATEWAY_VARIABLE))
            .filter(set -> !set.isBlank())
            .map(URI::create)
            .orElseGet(() -> addresses.getOrDefault(GATEWAY, URI.create("http://127.0.0.1:3001")));
  }

  @Override
  protected Future<?> open() {
    boolean production = PRODUCTION.equals(context().node().env());
    Path folder = Path.of(environment.getOrDefault(FOLDER_VARIABLE, "webroot"));
    site = new SiteRoutes(vertx, folder, PAGE_CACHING, !production);
    passage = new Passage(vertx, gateway);
    certificate =
        context()
            .listen()
            .secure()
            .map(
                secure ->
                    new ServedCertificate(vertx, secure, context().metrics(), context().log()));
    return Future.all(
        site.open(), certificate.map(ServedCertificate::open).orElse(Future.succeededFuture()));
  }

  @Override
  protected void streamed(Router router) {
    passage.mount(router);
  }

  @Override
  protected void routes(Router router) {
    site.mount(router);
  }

  @Override
  protected ErrorShape errors() {
    return ERROR;
  }

  @Override
  protected HttpServerOptions options() {
    return super.options().setHttp2ClearTextEnabled(true);
  }

  @Override
  protected List<HttpServerOptions> listeners() {
    return certificate
        .map(shown -> List.of(options(), shown.twin(options())))
        .orElse(List.of(options()));
  }

  @Override
  protected void listening(List<DrainingServer> listeners) {
    certificate.ifPresent(shown -> shown.follow(listeners.get(1)));
  }

  @Override
  protected Future<?> close() {
    certificate.ifPresent(ServedCertificate::close);
    return passage == null ? Future.succeededFuture() : passage.close();
  }
}
