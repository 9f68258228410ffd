package io.marketswarm.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * An answer that can be given without asking anybody, and so without the way through all routes.
 *
 * @param route the declared route that would give the same
 */
public record AtHand(String route, Consumer<HttpServerRequest> answer) {}
