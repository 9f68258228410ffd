package io.marketswarm.cli;

import io.marketswarm.node.Services;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfig.Stores.Url;
import io.marketswarm.node.conf.NodeConfigReader;
import io.marketswarm.store.BusName;
import io.marketswarm.store.embedded.EmbeddedStores;
import io.marketswarm.store.embedded.StoreEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command that looks at the configuration of a node. */
final class NodeOptions {
  private static final Path DEFAULT = Path.of("conf", "marketswarm.json");

  @Option(
      names = {"-c", "--conf"},
      paramLabel = "FILE",
      description = "The configuration file (default: conf/marketswarm.json, if it is there).")
  private Path conf;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "DIR",
      description = "The data directory; short for --set data=DIR.")
  private Path data;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a setting, e.g. --set services.sse.port=4001. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  NodeOptions() {}

  /** As if these had been typed; what was not is null. */
  NodeOptions(Path conf, Path data, Map<String, String> set) {
    this.conf = conf;
    this.data = data;
    this.set = set;
  }

  Optional<Path> file() {
    if (conf != null) {
      return Optional.of(conf);
    }
    return Files.exists(DEFAULT) ? Optional.of(DEFAULT) : Optional.empty();
  }

  NodeConfigReader reader() {
    Map<String, String> options = new LinkedHashMap<>(set);
    if (data != null) {
      options.put("data", data.toString());
    }
    return new NodeConfigReader(Services.catalogue(), options, System.getenv());
  }

  NodeConfig config() {
    return reader().read(file());
  }

  /** Where a bus of this node is, whether or not the node runs. */
  Optional<String> url(BusName bus) {
    NodeConfig config = config();
    if (config.stores().buses().get(bus) instanceof Url given) {
      return Optional.of(given.url());
    }
    return EmbeddedStores.readStoresFile(config.data()).stream()
        .filter(store -> store.name().equals(bus.id()))
        .map(StoreEntry::url)
        .findFirst();
  }
}
