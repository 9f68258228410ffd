package io.marketswarm.web.api;

import io.marketswarm.store.Database;
import io.marketswarm.web.Idempotency;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.Reply;
import io.marketswarm.web.identity.CallerAuth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The routes of a document: slices say which of its operations they answer and how. A request that
 * does not fit its operation is refused, with everything that is wrong with it, before a slice sees
 * it.
 */
public final class ApiRoutes {
  private static final Pattern RESOURCE = Pattern.compile("/api/[^/:]+(?=/)");

  private final Vertx vertx;
  private final ApiDocument document;
  private final Database database;
  private final Idempotency idempotency;
  private final IntConsumer committed;
  private final Map<String, Function<Call, Future<?>>> answers = new HashMap<>();
  private final Map<String, List<String>> aliases = new HashMap<>();

  /**
   * @param committed told of the user for whom something was written
   */
  public ApiRoutes(
      Vertx vertx,
      ApiDocument document,
      Database database,
      Idempotency idempotency,
      IntConsumer committed) {
    this.vertx = vertx;
    this.document = document;
    this.database = database;
    this.idempotency = idempotency;
    this.committed = committed;
  }

  /** A schema of the document by its name, for what the document leaves to the answer to check. */
  public ValueSchema schema(String name) {
    return document.checks(name);
  }

  /** Answers an operation. */
  public ApiRoutes read(String operation, Function<Call, Future<Reply>> answer) {
    return put(
        operation, call -> answer.apply(call).onSuccess(reply -> reply.send(call.request())));
  }

  /**
   * Answers an operation in a transaction: what it writes and tells holds as a whole or not at all,
   * and a POST that carries a key happens once.
   */
  public ApiRoutes write(String operation, BiFunction<Call, SqlConnection, Future<Reply>> answer) {
    return put(
        operation,
        call ->
            run(call, connection -> answer.apply(call, connection))
                .onSuccess(
                    reply -> {
                      call.caller().dbId().ifPresent(committed::accept);
                      reply.send(call.request());
                    }));
  }

  /**
   * As {@link #write(String, BiFunction)}, after something that must be there before the
   * transaction begins.
   */
  public ApiRoutes write(
      String operation,
      Function<Call, Future<?>> prepare,
      BiFunction<Call, SqlConnection, Future<Reply>> answer) {
    write(operation, answer);
    Function<Call, Future<?>> prepared = answers.get(operation);
    answers.put(
        operation, call -> prepare.apply(call).compose(ready -> prepared.apply(call).mapEmpty()));
    return this;
  }

  /** Answers an operation by writing to the response itself. */
  public ApiRoutes stream(String operation, Function<Call, Future<?>> answer) {
    return put(operation, answer);
  }

  /**
   * Does what a request asks in a transaction, once per key, for a body that was read elsewhere.
   */
  public Future<Reply> once(Call call, Buffer body, Function<SqlConnection, Future<Reply>> work) {
    return idempotency
        .once(call.request(), call.userId(), body, work)
        .onSuccess(reply -> committed.accept(call.userId()));
  }

  /** Answers everything below a path under another one, too. */
  public ApiRoutes alias(String path, String... others) {
    aliases.put(path, List.of(others));
    return this;
  }

  private ApiRoutes put(String operation, Function<Call, Future<?>> answer) {
    if (answers.put(operation, answer) != null) {
      throw new IllegalArgumentException("operation " + operation + " is answered twice");
    }
    return this;
  }

  private Future<Reply> run(Call call, Function<SqlConnection, Future<Reply>> work) {
    return call.request().request().method() == HttpMethod.POST
        ? idempotency.once(call.request(), call.caller().dbId().orElse(0), work)
        : database.transaction(work);
  }

  /** Adds the routes that anybody may call; to stand before callers are looked for. */
  public void mountOpen(Router router) {
    document.operations().stream()
        .filter(Operation::open)
        .forEach(operation -> mount(router, operation));
  }

  /** Adds the routes that read their body themselves; to stand before bodies are read. */
  public void mountUploads(Router router) {
    document.operations().stream()
        .filter(Operation::upload)
        .forEach(operation -> mount(router, operation));
  }

  /**
   * Adds the other routes; every operation of the document must have an answer, and the reverse.
   */
  public void mount(Router router) {
    requireAllAnswered();
    Map<String, Router> resources = new HashMap<>();
    List<Runnable> others = new ArrayList<>();
    document.operations().stream()
        .filter(operation -> !operation.upload() && !operation.open())
        .sorted(Operation::literalFirst)
        .forEach(
            operation -> {
              for (String path : paths(operation)) {
                Matcher resource = RESOURCE.matcher(path);
                if (resource.lookingAt()) {
                  Router within =
                      resources.computeIfAbsent(resource.group(), name -> below(router, name));
                  mount(within, path.substring(resource.end()), operation);
                } else {
                  others.add(() -> mount(router, path, operation));
                }
              }
            });
    // Behind, as a router that has nothing for a path forgets what was refused before it.
    others.forEach(Runnable::run);
  }

  /**
   * A router of its own for what is below a resource, {@code /api/trades}: else a request would be
   * held against the pattern of every operation there is.
   */
  private Router below(Router router, String resource) {
    Router within = Router.router(vertx);
    router.route(resource + "/*").subRouter(within);
    return within;
  }

  /** Serves the document itself. */
  public void serveDocument(RoutingContext request) {
    request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(document.text());
  }

  private void mount(Router router, Operation operation) {
    paths(operation).forEach(path -> mount(router, path, operation));
  }

  /** The path of an operation and its aliases. */
  private List<String> paths(Operation operation) {
    String path = operation.routerPath();
    List<String> paths = new ArrayList<>(List.of(path));
    aliases.forEach(
        (prefix, others) -> {
          if (path.equals(prefix) || path.startsWith(prefix + "/")) {
            others.forEach(other -> paths.add(other + path.substring(prefix.length())));
          }
        });
    return paths;
  }

  private void mount(Router router, String path, Operation operation) {
    Route route = router.route(operation.method(), path);
    if (operation.servicesOnly()) {
      route.handler(CallerAuth::servicesOnly);
    }
    Function<Call, Future<?>> answer = answers.get(operation.id());
    route.handler(request -> answer.apply(checked(operation, request)).onFailure(request::fail));
  }

  private static Call checked(Operation operation, RoutingContext request) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Object> parameters = parameters(operation, request, problems);
    JsonObject body = new JsonObject();
    if (operation.body().isPresent()) {
      body = operation.bodyRequired() ? JsonBody.object(request) : JsonBody.objectOrEmpty(request);
      operation.body().get().check(body, "", problems);
    }
    if (!problems.isEmpty()) {
      throw Problem.refusal(problems);
    }
    return new Call(request, parameters, body);
  }

  private static Map<String, Object> parameters(
      Operation operation, RoutingContext request, List<Problem> problems) {
    Map<String, Object> values = new HashMap<>();
    for (Operation.Parameter parameter : operation.parameters()) {
      String text =
          parameter.inPath()
              ? request.pathParam(parameter.name())
              : request.request().getParam(parameter.name());
      if (text != null) {
        Object value = parameter.read(text);
        parameter.schema().check(value, parameter.name(), problems);
        values.put(parameter.name(), value);
      } else if (parameter.required()) {
        problems.add(new Problem(parameter.name(), "is required"));
      }
    }
    return values;
  }

  private void requireAllAnswered() {
    TreeSet<String> unanswered = new TreeSet<>();
    TreeSet<String> undescribed = new TreeSet<>(answers.keySet());
    for (Operation operation : document.operations()) {
      if (!undescribed.remove(operation.id())) {
        unanswered.add(String.valueOf(operation.id()));
      }
    }
    if (!unanswered.isEmpty() || !undescribed.isEmpty()) {
      throw new IllegalStateException(
          "operations without an answer: " + unanswered + ", not in the document: " + undescribed);
    }
  }
}
