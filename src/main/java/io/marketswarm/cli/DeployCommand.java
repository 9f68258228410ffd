package io.marketswarm.cli;

import io.marketswarm.cli.edge.EdgeDeployment;
import io.marketswarm.cli.edge.EdgeTemplate;
import io.marketswarm.cli.edge.Nginx;
import io.marketswarm.node.conf.NodeConfig;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "deploy",
    description = {
      "Puts the configuration of the edge in place.",
      "Fills in the template, writes it to the folder of nginx, has nginx test it and reloads only"
          + " if that passes; otherwise everything is put back as it was. What was there before"
          + " stays beside each file as *.previous.",
      "",
      "SERVER_NAMES, TLS_CERT_FILE and TLS_KEY_FILE have to be given, with --var or in the"
          + " environment; nginx/marketswarm.conf.template explains them and the others."
    })
final class DeployCommand implements Callable<Integer> {
  private static final String HOME = "MARKETSWARM_DIR";
  private static final String FOLDER = "CONF_DIR";

  @Mixin private Help help;
  @Mixin private NodeOptions node;
  @Spec private CommandSpec spec;

  @Option(names = "--nginx", required = true, description = "Deploys the edge (required).")
  private boolean nginx;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "Fills in a name of the template. May be repeated; beats the environment.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--template",
      paramLabel = "DIR",
      description = "The folder of the template (default: nginx in MARKETSWARM_DIR, or here).")
  private Path template;

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "The program nginx (default: the one on the path, or in /usr/sbin).")
  private Path program;

  @Option(names = "--dry-run", description = "Prints what would be written, and does nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    EdgeTemplate edge = template();
    Map<String, String> values = values(edge);
    Map<String, String> files = fill(edge, values);
    var out = spec.commandLine().getOut();
    Path folder = Path.of(values.get(FOLDER)).toAbsolutePath();
    if (dryRun) {
      files.forEach((file, text) -> out.printf("# %s%n%s%n", folder.resolve(file), text));
      return ExitCodes.OK;
    }
    Optional<Path> found = program();
    if (found.isEmpty()) {
      return fail("there is no nginx on the path; name it with --program");
    }
    out.println("filled in  for " + values.get("SERVER_NAMES"));
    EdgeDeployment deployment =
        new EdgeDeployment(new Nginx(found.get(), folder), folder, out::println);
    try {
      return deployment.deploy(files)
          ? ExitCodes.OK
          : fail("the edge runs on as it was; nothing was deployed");
    } catch (IOException unwritten) {
      return fail("nothing was deployed: " + unwritten);
    }
  }

  private int fail(String reason) {
    spec.commandLine().getErr().println(reason);
    return ExitCodes.FAILED;
  }

  private EdgeTemplate template() throws IOException {
    Path folder =
        template != null ? template : Path.of(System.getenv().getOrDefault(HOME, ""), "nginx");
    try {
      return EdgeTemplate.in(folder);
    } catch (NoSuchFileException missing) {
      throw new ParameterException(
          spec.commandLine(), "there is no template: " + missing.getMessage());
    }
  }

  /** Options beat the environment, and that beats what the configuration of the node says. */
  private Map<String, String> values(EdgeTemplate edge) {
    Map<String, String> values = new LinkedHashMap<>(EdgeTemplate.DEFAULTS);
    NodeConfig config = node.config();
    values.put("GATEWAY_PORT", String.valueOf(config.services().get("sse").port()));
    values.put("COPILOT_PORT", String.valueOf(config.services().get("copilot").port()));
    for (String name : edge.names()) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> values.put(name, value));
    }
    for (String name : variables.keySet()) {
      if (!edge.names().contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "--var: the template has no " + name + "; it has " + String.join(", ", edge.names()));
      }
    }
    values.putAll(variables);
    return values;
  }

  private Map<String, String> fill(EdgeTemplate edge, Map<String, String> values)
      throws IOException {
    try {
      return edge.fill(values);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }

  private Optional<Path> program() {
    return program != null
        ? Optional.of(program)
        : Nginx.find(System.getenv().getOrDefault("PATH", ""));
  }
}
