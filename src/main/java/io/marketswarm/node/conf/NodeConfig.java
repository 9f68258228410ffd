package io.marketswarm.node.conf;

import io.marketswarm.bus.bridge.BridgeOptions;
import io.marketswarm.log.Level;
import io.marketswarm.store.BusName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything one node is told, already checked.
 *
 * @param file the file it was read from, if there is one
 * @param name the name of this node
 * @param env development or production
 * @param data where this node keeps what must survive it
 * @param services by service id, every service of the catalogue
 */
public record NodeConfig(
    Optional<Path> file,
    String name,
    Env env,
    Path data,
    Truth truth,
    Map<String, Service> services,
    Stores stores,
    Tls tls,
    Cluster cluster,
    Log log,
    BridgeOptions bridge,
    Optional<String> adminToken) {

  /** By service, where those with a port are reached from this node. */
  public Map<String, URI> addresses() {
    Map<String, URI> addresses = new TreeMap<>();
    services.forEach(
        (id, service) -> {
          if (service.port() > 0) {
            addresses.put(id, service.address());
          }
        });
    return addresses;
  }

  /** Whether encrypted ports open: in production with a certificate of its own only. */
  public boolean servesTls() {
    return tls.certificate().isPresent() || env != Env.PRODUCTION;
  }

  /** What the node is for; production switches the conveniences of development off. */
  public enum Env {
    DEV,
    PRODUCTION;

    /** The name used in the Truth document. */
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Where the Truth document comes from.
   *
   * @param folder its source files
   * @param load whether this node builds and loads it at start
   * @param secrets a file of secrets outside the repository
   */
  public record Truth(Path folder, boolean load, Optional<Path> secrets) {}

  /**
   * How one service runs on this node.
   *
   * @param port where it listens; 0 for services that do not
   * @param tlsPort where it listens encrypted; 0 for not at all
   * @param instances by verticle name
   * @param level how much it says, if not as much as the node
   */
  public record Service(
      boolean enabled,
      String bind,
      int port,
      int tlsPort,
      Map<String, Integer> instances,
      Optional<Level> level) {
    private static final Set<String> EVERY_INTERFACE = Set.of("0.0.0.0", "::", "[::]");

    private URI address() {
      String host = EVERY_INTERFACE.contains(bind) ? "127.0.0.1" : bind;
      return URI.create("http://" + host + ":" + port);
    }
  }

  /** Where the data lives. */
  public record Stores(Map<BusName, Source> buses, Source database, Optional<Path> engines) {

    /** A server this node runs itself, or one that somebody else runs. */
    public sealed interface Source {}

    /**
     * A server of this node.
     *
     * @param port the port it must have, or empty for the usual one or the next that is free
     * @param password one of the operator's choice, or empty for one that is made; buses only
     * @param binary a Redis server of the operator's choice, or empty for the one that is shipped
     */
    public record Embedded(Optional<Integer> port, Optional<String> password, Optional<Path> binary)
        implements Source {
      @Override
      public String toString() {
        return "Embedded[" + port + ", " + binary + "]";
      }
    }

    /** A server of somebody else. */
    public record Url(String url) implements Source {
      @Override
      public String toString() {
        return "Url[********]";
      }
    }
  }

  /** PEM files of the certificate and its key, if the node serves TLS with its own. */
  public record Tls(Optional<Path> certificate, Optional<Path> key) {}

  /**
   * How this node finds others.
   *
   * @param host the address other nodes reach this one at
   * @param port of the membership protocol
   * @param busPort of the event bus
   * @param members {@code host:port} of nodes to join, this one included or not
   * @param lease how long the owner of a single-owner verticle may be silent
   */
  public record Cluster(
      boolean enabled,
      String name,
      String host,
      int port,
      int busPort,
      List<String> members,
      Duration lease) {}

  /** What the node says, and where. */
  public record Log(Level level, Format format, boolean console, boolean files) {
    /** The form of a line. */
    public enum Format {
      HUMAN,
      JSON
    }
  }
}
