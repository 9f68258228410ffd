package io.marketswarm.node;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.redis.client.RedisOptions;

/**
 * Makes the JVM load what every event loop needs within its first second. Otherwise all loops load
 * the same thousand classes at once, each waiting for the others. Done by the starting thread while
 * the stores start, when it has nothing else to do.
 */
final class WarmUp {
  private WarmUp() {}

  static void run(Vertx vertx) {
    vertx.createNetClient().close();
    vertx.createHttpServer(new HttpServerOptions()).close();
    Router router = Router.router(vertx);
    router.get("/:any").handler(BodyHandler.create(false));
    new RedisOptions().setConnectionString("redis://127.0.0.1:6379");
    new MySQLConnectOptions().setHost("127.0.0.1");
    new JsonObject("{\"warm\":[1,2.5,true,null]}").copy().encodePrettily();
  }
}
