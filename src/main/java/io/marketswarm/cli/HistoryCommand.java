package io.marketswarm.cli;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.MassiveSettings.Source;
import io.marketswarm.market.Providers;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.trail.HistoryLoad;
import io.marketswarm.market.trail.HistoryLoad.Group;
import io.marketswarm.market.volume.VolumeLoad;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.StoreAway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    description = {
      "Loads the past from the provider into the stores of this node.",
      "The key is POLYGON_API_KEY (or MASSIVE_API_KEY), from the environment or a file .env here;",
      "without a key the simulated exchange of the running node is asked."
    })
final class HistoryCommand implements Runnable {
  private static final Path ENV_FILE = Path.of(".env");
  private static final Set<String> ENV_NAMES = Set.of("POLYGON_API_KEY", "MODE", "GROUP");
  private static final String HISTORICAL = "historical";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final int MOST_DAYS = 730;
  private static final int MOST_YEARS = 15;

  @Mixin private Help help;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw wrong("Which command? See marketswarm history --help");
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  @Command(
      name = "load",
      description = {
        "Fills the holes of trails, from which candles are made, with minute bars.",
        "Minutes that are there stay as they are."
      })
  int load(
      @Mixin Help help,
      @Mixin NodeOptions node,
      @Option(
              names = "--group",
              paramLabel = "GROUP",
              description =
                  "Which underlyings: ${COMPLETION-CANDIDATES} (default: GROUP, else spx_complex).")
          Group group,
      @Option(
              names = "--days",
              defaultValue = "5",
              paramLabel = "N",
              description = "How far back (default: ${DEFAULT-VALUE}).")
          int days) {
    if (days < 1 || days > MOST_DAYS) {
      throw wrong("--days must be from 1 to " + MOST_DAYS + ", not " + days);
    }
    Map<String, String> variables = variables();
    Group chosen = group == null ? group(variables) : group;
    return work(
        node,
        variables,
        tools ->
            new HistoryLoad(tools.vertx, tools.market, tools.rest, tools.settings, this::say)
                .run(chosen, days));
  }

  @Command(
      name = "volume",
      description = "Builds the volume profile anew from minute bars, in place of the stored one.")
  int volume(
      @Mixin Help help,
      @Mixin NodeOptions node,
      @Option(
              names = "--years",
              defaultValue = "2",
              paramLabel = "N",
              description = "How far back (default: ${DEFAULT-VALUE}).")
          int years) {
    if (years < 1 || years > MOST_YEARS) {
      throw wrong("--years must be from 1 to " + MOST_YEARS + ", not " + years);
    }
    return work(
        node,
        variables(),
        tools ->
            new VolumeLoad(
                    tools.vertx,
                    tools.system,
                    tools.market,
                    tools.rest,
                    tools.settings.provider().historyPause())
                .run(years)
                .onSuccess(
                    profile ->
                        say(
                            "volume profile from "
                                + profile.minPrice()
                                + " to "
                                + profile.maxPrice()
                                + " stored")));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(EnvFile.read(ENV_FILE, ENV_NAMES));
    variables.putAll(System.getenv());
    String mode = variables.getOrDefault("MODE", HISTORICAL);
    if (!mode.equals(HISTORICAL)) {
      throw wrong("MODE is " + mode + ", allowed: " + HISTORICAL);
    }
    return variables;
  }

  private Group group(Map<String, String> variables) {
    String wanted = variables.getOrDefault("GROUP", Group.SPX_COMPLEX.toString());
    for (Group group : Group.values()) {
      if (group.toString().equals(wanted)) {
        return group;
      }
    }
    throw wrong("GROUP is " + wanted + ", allowed: spx_complex, ndx_complex");
  }

  /** What a command works with. */
  private record Tools(
      Vertx vertx, RedisBus system, RedisBus market, ProviderRest rest, MassiveSettings settings) {}

  @FunctionalInterface
  private interface Work {
    Future<?> begin(Tools tools);
  }

  private int work(NodeOptions node, Map<String, String> variables, Work work) {
    MassiveSettings settings = MassiveSettings.from(variables);
    Vertx vertx = Vertx.vertx();
    List<RedisBus> buses = new ArrayList<>();
    try {
      RedisBus system = open(vertx, BusName.SYSTEM, node, buses);
      RedisBus market = open(vertx, BusName.MARKET, node, buses);
      Providers directory = new Providers(vertx, market, settings.provider());
      if (settings.provider().source() == Source.SIM) {
        await(directory.find(), PATIENCE, "there is no key, and no simulated exchange runs");
      }
      ProviderRest rest = new ProviderRest(vertx, directory, new SimpleMeterRegistry());
      Tools tools = new Tools(vertx, system, market, rest, settings);
      Future<?> done =
          Future.future(
              promise ->
                  vertx.runOnContext(v -> work.begin(tools).<Void>mapEmpty().onComplete(promise)));
      await(done, LONGEST, "this takes longer than " + LONGEST.toHours() + " hours");
      return ExitCodes.OK;
    } catch (IllegalStateException failed) {
      spec.commandLine().getErr().println(failed.getMessage());
      return ExitCodes.FAILED;
    } finally {
      Future.join(buses.stream().map(RedisBus::close).toList())
          .eventually(vertx::close)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  private static RedisBus open(Vertx vertx, BusName name, NodeOptions node, List<RedisBus> opened) {
    String url =
        node.url(name)
            .orElseThrow(
                () -> new IllegalStateException("nobody knows where " + name.id() + " is"));
    RedisBus bus = RedisBus.open(vertx, name, url);
    opened.add(bus);
    await(up(vertx, bus), PATIENCE, bus + " is away");
    return bus;
  }

  private static Future<?> up(Vertx vertx, RedisBus bus) {
    return bus.ping()
        .recover(
            away ->
                away instanceof StoreAway
                    ? vertx.timer(50, TimeUnit.MILLISECONDS).compose(v -> up(vertx, bus)).mapEmpty()
                    : Future.failedFuture(away));
  }

  private static void await(Future<?> future, Duration patience, String otherwise) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException(otherwise, late);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause().getMessage(), failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }
}
