package io.marketswarm.node;

import io.marketswarm.node.conf.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Looks for everything that would stop a start half-way, before anything is started. */
final class Preflight {
  private static final List<String> MODULES =
      List.of("java.sql", "java.management", "java.naming", "java.net.http", "jdk.unsupported");

  private Preflight() {}

  /** One line for each thing in the way; empty when the node can start. */
  static List<String> problems(NodeConfig config, Set<String> services) {
    List<String> problems = new ArrayList<>();
    for (String module : MODULES) {
      if (ModuleLayer.boot().findModule(module).isEmpty()) {
        problems.add(
            "this Java runtime lacks the module " + module + ": use a full JDK 17 or newer");
      }
    }
    checkData(config.data(), problems);
    if (config.truth().load() && !Files.isDirectory(config.truth().folder())) {
      problems.add("there is no Truth folder " + config.truth().folder() + " (truth.folder)");
    }
    Set<String> checked = new TreeSet<>();
    config
        .services()
        .forEach(
            (id, service) -> {
              if (service.enabled() && service.port() > 0 && services.contains(id)) {
                checked.add(id);
                checkPort("services." + id, service.bind(), service.port(), problems);
              }
              if (service.enabled() && service.tlsPort() > 0 && services.contains(id)) {
                checkPort(
                    "services." + id + ".tlsPort", service.bind(), service.tlsPort(), problems);
              }
            });
    if (config.cluster().enabled()) {
      checkPort("cluster", config.cluster().host(), config.cluster().port(), problems);
      checkPort("cluster.busPort", config.cluster().host(), config.cluster().busPort(), problems);
    }
    return problems;
  }

  private static void checkData(Path data, List<String> problems) {
    try {
      Files.createDirectories(data);
      Path probe = Files.createTempFile(data, ".writable", null);
      Files.delete(probe);
    } catch (IOException denied) {
      problems.add("the data directory " + data + " cannot be written (data)");
    }
  }

  private static void checkPort(String path, String host, int port, List<String> problems) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException taken) {
      OptionalLong pid = PortHolder.pidOf(port);
      problems.add(
          "port %d on %s is in use%s (%s)"
              .formatted(
                  port, host, pid.isPresent() ? " by process " + pid.getAsLong() : "", path));
    }
  }
}
