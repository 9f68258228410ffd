package io.marketswarm.cli;

import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfig.Stores.Embedded;
import io.marketswarm.node.conf.NodeConfig.Stores.Source;
import io.marketswarm.node.conf.NodeConfig.Stores.Url;
import io.marketswarm.store.BusName;
import io.marketswarm.store.embedded.EmbeddedStores;
import io.marketswarm.store.embedded.StoreEntry;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "stores",
    description = {
      "Prints the URLs of the stores, with their passwords.",
      "For example: redis-cli -u $(marketswarm stores --only market-redis)"
    })
final class StoresCommand implements Callable<Integer> {
  @Mixin private Help help;
  @Mixin private NodeOptions node;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Option(names = "--only", paramLabel = "STORE", description = "Prints the URL of one store.")
  private String only;

  @Override
  public Integer call() {
    NodeConfig config = node.config();
    Map<String, String> embedded =
        EmbeddedStores.readStoresFile(config.data()).stream()
            .collect(Collectors.toMap(StoreEntry::name, StoreEntry::url));
    Map<String, String> urls = new LinkedHashMap<>();
    for (BusName bus : BusName.values()) {
      put(urls, bus.id(), config.stores().buses().get(bus), embedded);
    }
    put(urls, "database", config.stores().database(), embedded);
    return print(urls, config);
  }

  private static void put(
      Map<String, String> urls, String store, Source source, Map<String, String> embedded) {
    if (source instanceof Url given) {
      urls.put(store, given.url());
    } else if (source instanceof Embedded && embedded.containsKey(store)) {
      urls.put(store, embedded.get(store));
    }
  }

  private int print(Map<String, String> urls, NodeConfig config) {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    if (only != null) {
      if (!urls.containsKey(only)) {
        err.println("no store " + only + "; there are: " + String.join(", ", urls.keySet()));
        return ExitCodes.FAILED;
      }
      out.println(urls.get(only));
      return ExitCodes.OK;
    }
    if (json) {
      out.println(new JsonObject(new LinkedHashMap<>(urls)).encodePrettily());
      return ExitCodes.OK;
    }
    if (urls.isEmpty()) {
      err.println("no store has run in " + config.data() + " yet; `marketswarm run` makes them");
      return ExitCodes.FAILED;
    }
    urls.forEach((store, url) -> out.printf("%-13s %s%n", store, url));
    return ExitCodes.OK;
  }
}
