package io.marketswarm.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One Redis bus: commands, batches, transactions and subscriptions that survive a lost server. All
 * commands share one connection and leave in the order they were sent; commands that wait on the
 * server get connections of their own. To be used from any thread: a future completes on the
 * context of the caller.
 *
 * <p>A future fails with {@link StoreAway} when the server is away, falls silent or has more than
 * {@value RedisSocket#MOST_IN_FLIGHT} commands to answer, and with {@link CommandRefused} when it
 * answers with an error.
 */
public final class RedisBus {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Pattern SERVERS_WORDS = Pattern.compile("[A-Z]{2,} .*");

  private final BusName name;
  private final String place;
  private final int port;
  private final ContextInternal context;
  private final RedisLink link;
  private final BlockingCalls blocking;
  private final Subscriptions subscriptions;
  private final Reachability reachability;

  /** Opens a bus that may still be down: it connects and reconnects by itself, with back-off. */
  public static RedisBus open(Vertx vertx, BusName name, String url) {
    return open(vertx, name, url, DEADLINE);
  }

  static RedisBus open(Vertx vertx, BusName name, String url, Duration deadline) {
    RedisBus bus = new RedisBus(vertx, name, RedisUrl.parse(url), deadline);
    bus.link.open();
    return bus;
  }

  private RedisBus(Vertx vertx, BusName name, RedisUrl url, Duration deadline) {
    this.name = name;
    this.place = name.id() + " (" + url + ")";
    this.reachability = new Reachability(place);
    this.port = url.port();
    VertxInternal owner = (VertxInternal) vertx;
    context = owner.createEventLoopContext(); // outlives the verticle that opens us
    link = new RedisLink(owner, context, place, url, deadline, new Contact());
    blocking = new BlockingCalls(owner, context, place, url, deadline);
    subscriptions = new Subscriptions(owner, context, name, place, url, deadline);
  }

  public BusName name() {
    return name;
  }

  /** Where the bus itself runs: small recurring work that mostly talks to it wakes nobody else. */
  public Context context() {
    return context;
  }

  /** The port its server listens on. */
  public int port() {
    return port;
  }

  /** Sends one command; fails at once while the server is away. */
  public Future<Response> send(Request command) {
    try {
      CommandWords.check(command);
    } catch (IllegalArgumentException refused) {
      return Future.failedFuture(refused);
    }
    OptionalLong wait = CommandWords.blockMillis(command);
    if (wait.isEmpty()) {
      return through(socket -> socket.send(command));
    }
    return up() ? blocking.send(command, wait.getAsLong()) : Future.failedFuture(away());
  }

  /**
   * Sends many commands together, at most {@value RedisSocket#MOST_IN_BATCH}; fails when any of
   * them does, though the others run.
   */
  public Future<List<Response>> batch(List<Request> commands) {
    try {
      checkAll(commands);
    } catch (IllegalArgumentException refused) {
      return Future.failedFuture(refused);
    }
    return commands.isEmpty()
        ? Future.succeededFuture(List.of())
        : through(socket -> socket.batch(commands));
  }

  /**
   * Runs all commands with nobody else's in between, or none when one is malformed (MULTI/EXEC). As
   * always in Redis, a command that fails while it runs does not undo the others; the future fails.
   */
  public Future<List<Response>> atomically(List<Request> commands) {
    try {
      checkAll(commands);
    } catch (IllegalArgumentException refused) {
      return Future.failedFuture(refused);
    }
    if (commands.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    List<Request> transaction = new ArrayList<>(commands.size() + 2);
    transaction.add(Request.cmd(Command.MULTI));
    transaction.addAll(commands);
    transaction.add(Request.cmd(Command.EXEC));
    return through(socket -> socket.batch(transaction))
        .compose(answers -> everyAnswer(answers.get(answers.size() - 1)));
  }

  /**
   * Runs the commands atomically if {@code fence} belongs to the newest owner this bus has heard
   * of, and none of them otherwise: then the future fails with {@link StaleOwner}. With no commands
   * it makes the owner known, so that its predecessor is refused from now on.
   *
   * <p>Answers come as scripts see them: maps as flat arrays, nothing as null.
   */
  public Future<List<Response>> fenced(Fence fence, List<Request> commands) {
    Request script;
    try {
      fence.check();
      checkAll(commands);
      script = FenceScript.of(fence, commands);
    } catch (StaleOwner | IllegalArgumentException refused) {
      return Future.failedFuture(refused);
    }
    return through(socket -> socket.send(script))
        .compose(this::everyAnswer)
        .recover(cause -> Future.failedFuture(FenceScript.explain(fence, name, cause)));
  }

  /**
   * Listens on channels for as long as the subscription is open, also across reconnects. After each
   * (re)subscription {@code resync} runs, because messages sent meanwhile are gone. Both are called
   * on the context of the subscriber.
   */
  public Subscription subscribe(Set<String> channels, Listener listener, Runnable resync) {
    return subscriptions.add(channels, false, listener, resync);
  }

  /** Like {@link #subscribe}, with glob patterns. */
  public Subscription psubscribe(Set<String> patterns, Listener listener, Runnable resync) {
    return subscriptions.add(patterns, true, listener, resync);
  }

  /** Completes when the server answers PING. */
  public Future<Void> ping() {
    return send(Request.cmd(Command.PING)).mapEmpty();
  }

  /**
   * What the server says about itself, for example {@code redis_version} or {@code used_memory}.
   */
  public Future<Map<String, String>> info() {
    return send(Request.cmd(Command.INFO)).map(answer -> facts(answer.toString()));
  }

  /** Whether the last contact with the server went well. */
  public boolean up() {
    return link.live() != null;
  }

  /** Whether the connection of the subscriptions stands. */
  boolean listening() {
    return subscriptions.up();
  }

  /** Hears of every change of {@link #up}, on the context of the bus. */
  public void onChange(Consumer<Boolean> watcher) {
    reachability.onChange(watcher);
  }

  public Future<Void> close() {
    return subscriptions.close().compose(done -> link.close()).compose(done -> blocking.close());
  }

  /** Name, host, port and database, for messages. */
  @Override
  public String toString() {
    return place;
  }

  private <T> Future<T> through(Function<RedisSocket, Future<T>> call) {
    RedisSocket socket = link.live();
    return socket == null ? Future.failedFuture(away()) : call.apply(socket);
  }

  private StoreAway away() {
    return new StoreAway(place + " is away: " + link.trouble());
  }

  private Future<List<Response>> everyAnswer(Response answers) {
    List<Response> all = new ArrayList<>(answers.size());
    for (Response answer : answers) {
      if (answer != null && answer.type() == ResponseType.ERROR) {
        return Future.failedFuture(new CommandRefused(answer.toString()));
      }
      all.add(answer);
    }
    return Future.succeededFuture(all);
  }

  private static void checkAll(List<Request> commands) {
    if (commands.size() > RedisSocket.MOST_IN_BATCH) {
      throw new IllegalArgumentException(
          commands.size()
              + " commands are more than "
              + RedisSocket.MOST_IN_BATCH
              + ": split them");
    }
    for (Request command : commands) {
      CommandWords.check(command);
      if (CommandWords.blockMillis(command).isPresent()) {
        throw new IllegalArgumentException(
            CommandWords.name(command) + " waits on the server: send it alone");
      }
    }
  }

  private static Map<String, String> facts(String info) {
    Map<String, String> facts = new TreeMap<>();
    info.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf(':') > 0)
        .forEach(
            line ->
                facts.put(
                    line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
    return facts;
  }

  private final class Contact implements RedisLink.User {
    @Override
    public void opened(RedisSocket socket) {
      reachability.up();
    }

    @Override
    public void lost(String reason) {
      blocking.drop(reason);
      reachability.down(reason, SERVERS_WORDS.matcher(reason).matches());
    }
  }

  /** Receives published messages. */
  @FunctionalInterface
  public interface Listener {
    void message(String channel, String message);
  }

  /** An open subscription. */
  public interface Subscription {
    /** Completes when the server has confirmed the subscription for the first time. */
    Future<Void> ready();

    Future<Void> close();
  }
}
