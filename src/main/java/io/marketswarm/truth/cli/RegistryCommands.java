package io.marketswarm.truth.cli;

import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.Registry;
import io.marketswarm.truth.Registry.Registration;
import io.marketswarm.truth.TruthDocument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the administrator of a host does with Truth and the registry of services. */
public final class RegistryCommands {
  private RegistryCommands() {}

  /** Adds the commands to another, as a rule to {@code admin}. */
  public static CommandLine addTo(CommandLine admin, Surroundings surroundings) {
    return admin
        .addSubcommand(new Setup())
        .addSubcommand(new Java())
        .addSubcommand(new LoadTruth(surroundings))
        .addSubcommand(new Components(surroundings))
        .addSubcommand(new Register(surroundings))
        .addSubcommand(new Services(surroundings))
        .addSubcommand(new ShowCommand(surroundings))
        .addSubcommand(new Keys(surroundings));
  }

  @Command(name = "setup", description = "Writes a .env.admin to fill in, if there is none.")
  static final class Setup extends TruthTask {
    @Option(names = "--env-file", paramLabel = "FILE", description = "Where it is written.")
    private Path file = AdminFile.DEFAULT;

    @Override
    int run() {
      out().println(AdminFile.create(file) ? file + " written" : file + " is there already");
      return OK;
    }
  }

  @Command(
      name = "print-java",
      aliases = "print-python",
      description = "Prints the Java this program runs on.")
  static final class Java extends TruthTask {
    @Override
    int run() {
      out().printf("Java %s, %s%n", Runtime.version(), System.getProperty("java.home"));
      return OK;
    }
  }

  @Command(
      name = "load-truth",
      description = "Loads the composite TRUTH_FILE, and the secrets TRUTH_SECRETS_FILE if given.")
  static final class LoadTruth extends TruthTask {
    private final Surroundings process;

    @Mixin private LoadOptions options;

    @Option(names = "--env-file", paramLabel = "FILE", description = "Variables of this host.")
    private Path envFile = AdminFile.DEFAULT;

    LoadTruth(Surroundings process) {
      this.process = process;
    }

    @Override
    int run() {
      Surroundings surroundings = AdminFile.over(process, envFile);
      return surroundings
          .variable("TRUTH_FILE")
          .map(file -> options.load(this, LoadCommand.read(Path.of(file)), surroundings))
          .orElseGet(
              () -> {
                spec.commandLine().getErr().println("error: TRUTH_FILE is not set");
                return FAILED;
              });
    }
  }

  @Command(name = "components", description = "Lists the components of the loaded document.")
  static final class Components extends RegistryTask {
    @Option(names = "--json", description = "Prints one JSON array of names.")
    private boolean json;

    Components(Surroundings process) {
      super(process);
    }

    @Override
    int run(BusSession session, RedisBus system) {
      TruthDocument truth = truth(session, system);
      if (json) {
        out().println(new JsonArray(truth.components()).encode());
      } else {
        truth
            .components()
            .forEach(
                id ->
                    out()
                        .printf("%-16s %s%n", id, truth.component(id).orElseThrow().description()));
      }
      return OK;
    }
  }

  @Command(name = "register", description = "Registers a service, or changes how it is registered.")
  static final class Register extends RegistryTask {
    @Option(
        names = "--service-id",
        required = true,
        paramLabel = "SERVICE",
        description = "Its id.")
    private String service;

    @Option(
        names = "--component",
        required = true,
        paramLabel = "COMPONENT",
        description = "What it runs.")
    private String component;

    @Option(
        names = "--secret-scope",
        paramLabel = "SCOPE",
        description = "Whose secrets it may see (default: the component's).")
    private String scope;

    Register(Surroundings process) {
      super(process);
    }

    @Override
    int run(BusSession session, RedisBus system) {
      if (!truth(session, system).components().contains(component)) {
        spec.commandLine().getErr().println("error: there is no component " + component);
        return FAILED;
      }
      Registration registration =
          new Registration(service, component, scope == null ? component : scope);
      session.await(new Registry(system).register(registration));
      print(this, registration);
      return OK;
    }
  }

  @Command(name = "services", description = "Lists the registered services.")
  static final class Services extends RegistryTask {
    Services(Surroundings process) {
      super(process);
    }

    @Override
    int run(BusSession session, RedisBus system) {
      Registry registry = new Registry(system);
      SortedSet<String> services = session.await(registry.services());
      services.forEach(id -> print(this, session.await(registry.registration(id))));
      return OK;
    }
  }

  @Command(name = "keys", description = "Says which keys of Truth and registry there are.")
  static final class Keys extends RegistryTask {
    Keys(Surroundings process) {
      super(process);
    }

    @Override
    int run(BusSession session, RedisBus system) {
      SortedMap<String, Long> counts = session.await(new Registry(system).keys());
      JsonObject json = new JsonObject();
      counts.forEach(json::put);
      out().println(json.encodePrettily());
      return OK;
    }
  }

  private static void print(TruthTask task, Registration registration) {
    task.out()
        .printf(
            "%-16s component %-16s secrets of %s%n",
            registration.service(), registration.component(), registration.secretScope());
  }
}
