package io.marketswarm.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Keeps the body of a request from flowing by while something is looked up. */
public final class HeldRequest {
  private HeldRequest() {}

  /** Goes on with the answer, or fails the request with the reason why there is none. */
  public static <T> void until(RoutingContext request, Future<T> answer, Consumer<T> onward) {
    if (answer.isComplete()) {
      goOn(request, answer, onward);
      return;
    }
    HttpServerRequest asked = request.request();
    boolean flowing = !asked.isEnded();
    if (flowing) {
      asked.pause();
    }
    answer.onComplete(
        known -> {
          if (flowing && !asked.isEnded()) { // what came to its end cannot be told to go on
            asked.resume();
          }
          goOn(request, answer, onward);
        });
  }

  private static <T> void goOn(RoutingContext request, Future<T> answer, Consumer<T> onward) {
    if (answer.failed()) {
      request.fail(answer.cause());
      return;
    }
    try {
      onward.accept(answer.result());
    } catch (RuntimeException refused) {
      request.fail(refused);
    }
  }
}
