package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Database;
import io.marketswarm.store.Stores;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** A running edge whose market time is moved by hand, and people who use it. */
public final class DataEdge implements AutoCloseable {
  private final HandMarketClock clock = HandMarketClock.at("2026-03-02T15:00:00Z");
  private final RunningGateway gateway;

  private DataEdge(Map<String, String> environment, List<Function<Edge, RouteGroup>> groups)
      throws Exception {
    RunningGateway.Plan plan = RunningGateway.plan().marketClock(clock);
    environment.forEach(plan::with);
    groups.forEach(plan::behind);
    gateway = plan.start();
    TestServices.eventually(() -> gateway.stores().buses().stream().allMatch(bus -> bus.up()));
  }

  @SafeVarargs
  public static DataEdge with(Function<Edge, RouteGroup>... groups) throws Exception {
    return with(Map.of(), groups);
  }

  /** Starts groups with the variables of the service that differ from the shipped ones. */
  @SafeVarargs
  public static DataEdge with(Map<String, String> environment, Function<Edge, RouteGroup>... groups)
      throws Exception {
    List<Function<Edge, RouteGroup>> behind = new ArrayList<>();
    for (Function<Edge, RouteGroup> group : groups) {
      behind.add(group);
    }
    return new DataEdge(environment, behind);
  }

  /** Somebody by a name that tests choose, with roles. */
  public As as(String name, String... roles) {
    return new As(
        gateway.session(
            new Identity("fotw", name, name + "@example.com", name, List.of(roles), null)));
  }

  public As nobody() {
    return new As(null);
  }

  public As admin() {
    return as("admin", "administrator");
  }

  /** How somebody asks. */
  public final class As {
    private final String token;

    private As(String token) {
      this.token = token;
    }

    public HttpRequest<Buffer> request(HttpMethod method, String path) {
      HttpRequest<Buffer> request = gateway.ask(method, path);
      return token == null ? request : request.putHeader("Cookie", "ms_session=" + token);
    }

    public HttpResponse<Buffer> get(String path) throws Exception {
      return await(request(HttpMethod.GET, path).send());
    }

    public HttpResponse<Buffer> send(HttpMethod method, String path, JsonObject body)
        throws Exception {
      return await(request(method, path).sendJsonObject(body));
    }

    public HttpResponse<Buffer> post(String path, JsonObject body) throws Exception {
      return send(HttpMethod.POST, path, body);
    }

    public HttpResponse<Buffer> patch(String path, JsonObject body) throws Exception {
      return send(HttpMethod.PATCH, path, body);
    }

    public HttpResponse<Buffer> delete(String path) throws Exception {
      return await(request(HttpMethod.DELETE, path).send());
    }
  }

  /** Waits until something that may fail to be asked is so. */
  public static void becomes(Callable<Boolean> so) throws InterruptedException {
    TestServices.eventually(
        () -> {
          try {
            return so.call();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  public Vertx vertx() {
    return gateway.vertx();
  }

  public HandMarketClock clock() {
    return clock;
  }

  public ServiceContext context() {
    return gateway.context();
  }

  public Stores stores() {
    return gateway.stores();
  }

  public Database database() {
    return stores().database();
  }

  public MessageBus messages() {
    return context().messages();
  }

  public int port() {
    return gateway.port();
  }

  /** Sends a command to a bus, word by word. */
  public Response redis(BusName bus, Command command, Object... words) throws Exception {
    Request request = Request.cmd(command);
    for (Object word : words) {
      request.arg(word.toString());
    }
    return await(stores().bus(bus).send(request));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
