package io.marketswarm.sim;

import io.marketswarm.log.Log;
import io.marketswarm.sim.core.MarketOptions;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the simulated exchange alone until Ctrl-C. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description =
        "Run the simulated exchange: the provider's REST and WebSocket without a key. "
            + "What is not given here comes from SIM_* variables.")
public final class SimCommand implements Callable<Integer> {
  private static final long CLOSE_SECONDS = 5;

  @Spec private picocli.CommandLine.Model.CommandSpec spec;

  @Option(names = "--host", description = "Address to listen on (127.0.0.1).")
  private String host;

  @Option(names = "--port", description = "Port to listen on (8190).")
  private Integer port;

  @Option(names = "--seed", description = "Same seed, same market (42).")
  private Long seed;

  @Option(names = "--speed", description = "Market seconds per second, up to 60 (1).")
  private Double speed;

  @Option(
      names = "--scenario",
      description =
          "calm, normal, trend_up, trend_down, volatile, crash, pin, gap_down, flat or halt.")
  private String scenario;

  @Option(names = "--date", description = "First session, for example 2026-01-27 (today).")
  private LocalDate date;

  @Override
  public Integer call() throws InterruptedException {
    SimOptions options = options();
    Vertx vertx = Vertx.vertx();
    SimulatedExchange exchange = new SimulatedExchange(options);
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicInteger exitCode = new AtomicInteger();
    Thread onExit = new Thread(() -> close(vertx), "sim-shutdown");
    Runtime.getRuntime().addShutdownHook(onExit);
    vertx
        .deployVerticle(exchange)
        .onSuccess(id -> spec.commandLine().getOut().println(urls(exchange, options)))
        .onFailure(
            cause -> {
              spec.commandLine().getErr().println("cannot start: " + cause.getMessage());
              exitCode.set(1);
              stopped.countDown();
            });
    stopped.await();
    Runtime.getRuntime().removeShutdownHook(onExit);
    close(vertx);
    return exitCode.get();
  }

  /** Ctrl-C arrives as the end of the process, which must wait until clients were told. */
  private static void close(Vertx vertx) {
    try {
      vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      Log.of("sim").warn("the exchange took too long to stop");
    }
  }

  private SimOptions options() {
    try {
      SimOptions fromEnvironment = SimOptions.from(System.getenv());
      MarketOptions market = fromEnvironment.market();
      market = seed == null ? market : market.withSeed(seed);
      market = speed == null ? market : market.withSpeed(speed);
      market = scenario == null ? market : market.withScenario(SimOptions.scenario(scenario));
      market = date == null ? market : market.withDate(date);
      SimOptions options = fromEnvironment.withMarket(market);
      options = host == null ? options : options.withHost(host);
      return port == null ? options : options.withPort(port);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  private static String urls(SimulatedExchange exchange, SimOptions options) {
    String webSocket = exchange.url().replaceFirst("http", "ws");
    return "REST "
        + exchange.url()
        + "  WebSocket "
        + webSocket
        + "/{options|stocks|indices|futures}  control "
        + exchange.url()
        + "/sim/state"
        + (options.strictAuth() ? "" : "  key " + SimOptions.DEFAULT_API_KEY);
  }
}
