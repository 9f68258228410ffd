package io.marketswarm.cli;

import io.marketswarm.node.Node;
import io.marketswarm.node.Services;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfigReader;
import io.marketswarm.service.Catalogue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = RunCommand.NAME,
    description = {
      "Runs a node: stores, services and all.",
      "Without options, the whole product on embedded stores; stop it with Ctrl+C."
    })
final class RunCommand implements Callable<Integer> {
  static final String NAME = "run";

  /** The older name of a service's own program. */
  private static final String OLD_PREFIX = "ms-";

  @Mixin private Help help;
  @Mixin private NodeOptions node;
  @Spec private CommandSpec spec;

  @Option(
      names = "--services",
      split = ",",
      paramLabel = "SERVICE",
      description = "Runs only these services, e.g. --services massive,journal.")
  private List<String> services = List.of();

  RunCommand() {}

  /** As if these options had been typed. */
  RunCommand(NodeOptions options) {
    node = options;
  }

  @Override
  public Integer call() {
    Catalogue catalogue = Services.catalogue();
    Set<String> only = only(catalogue);
    NodeConfigReader reader = node.reader();
    NodeConfig config = reader.read(node.file());
    Node.start(config, reader, catalogue, only, Node.Stop.ON_SIGNAL);
    return Commands.STAYS;
  }

  private Set<String> only(Catalogue catalogue) {
    Set<String> only = new LinkedHashSet<>();
    for (String name : services) {
      String id = name.startsWith(OLD_PREFIX) ? name.substring(OLD_PREFIX.length()) : name;
      if (catalogue.service(id).isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no service "
                + id
                + "; there are: "
                + String.join(", ", catalogue.services().stream().map(s -> s.id()).toList()));
      }
      only.add(id);
    }
    String single = System.getenv("SERVICE_ID");
    if (only.isEmpty() && single != null && catalogue.service(single).isPresent()) {
      only.add(single);
    }
    return only;
  }
}
