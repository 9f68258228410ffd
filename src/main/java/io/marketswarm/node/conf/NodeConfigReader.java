package io.marketswarm.node.conf;

import io.marketswarm.log.Level;
import io.marketswarm.node.conf.NodeConfig.Stores;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.VerticleSpec;
import io.marketswarm.store.BusName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Turns a configuration file, options and environment into a {@link NodeConfig}, or says why not.
 */
public final class NodeConfigReader {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int HIGHEST_PORT = 65_535;

  /** A node without others has nobody to hand its work to; it may take its time to breathe. */
  private static final int ALONE_MILLIS = 10_000;

  private static final String EMBEDDED = "embedded";

  /** What needs no escape, neither in a URL nor in the configuration of a server. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

  private static final Set<String> REDIS_SCHEMES = Set.of("redis", "rediss");
  private static final Set<String> DATABASE_SCHEMES = Set.of("mysql", "mysql+pymysql", "mariadb");

  private final Catalogue catalogue;
  private final Map<String, String> options;
  private final Map<String, String> environment;

  public NodeConfigReader(
      Catalogue catalogue, Map<String, String> options, Map<String, String> environment) {
    this.catalogue = catalogue;
    this.options = options;
    this.environment = environment;
  }

  /** Reads a file; without one, the defaults apply. */
  public NodeConfig read(Optional<Path> file) {
    Map<String, Object> root = file.map(ConfFile::read).orElse(Map.of());
    return read(file, root);
  }

  /** Reads text as if it were the file, to check an edit before it is believed. */
  NodeConfig read(Path file, String text) {
    return read(Optional.of(file), ConfFile.parse(file.toString(), text));
  }

  private NodeConfig read(Optional<Path> file, Map<String, Object> root) {
    String origin = file.map(Path::toString).orElse("default configuration");
    Settings settings = new Settings(origin, root, options, environment);
    Map<String, NodeConfig.Service> services = services(settings);
    NodeConfig config =
        new NodeConfig(
            file,
            settings.text("node.name", "local", "NODE_NAME"),
            settings.oneOf("node.env", NodeConfig.Env.class, NodeConfig.Env.DEV, "NODE_ENV"),
            settings.path("data", Path.of("data")).toAbsolutePath().normalize(),
            truth(settings),
            services,
            stores(settings),
            tls(settings),
            cluster(settings),
            log(settings),
            BridgeSettings.read(settings, services.get("bridge")),
            Optional.ofNullable(settings.text("admin.token", null, "ADMIN_TOKEN")));
    List<Problem> problems = settings.finish();
    if (!problems.isEmpty()) {
      throw new ConfException(problems);
    }
    return config;
  }

  private static NodeConfig.Truth truth(Settings settings) {
    return new NodeConfig.Truth(
        settings.path("truth.folder", Path.of("truth")).toAbsolutePath().normalize(),
        settings.flag("truth.load", true),
        Optional.ofNullable(settings.path("truth.secrets", null, "TRUTH_SECRETS_FILE")));
  }

  private Map<String, NodeConfig.Service> services(Settings settings) {
    String bind = settings.text("bind", LOOPBACK, "BIND_HOST");
    Map<String, NodeConfig.Service> services = new LinkedHashMap<>();
    Map<Integer, String> taken = new TreeMap<>();
    for (ServiceSpec spec : catalogue.services()) {
      NodeConfig.Service service = service(settings, spec, bind);
      services.put(spec.id(), service);
      if (service.enabled()) {
        take(settings, taken, spec, "port", service.port());
        take(settings, taken, spec, "tlsPort", service.tlsPort());
      }
    }
    return services;
  }

  private static void take(
      Settings settings, Map<Integer, String> taken, ServiceSpec spec, String setting, int port) {
    String other = port > 0 ? taken.putIfAbsent(port, spec.id()) : null;
    if (other != null) {
      settings.problem(
          path(spec, setting),
          "found " + port + ", which " + other + " has too; allowed: a free port");
    }
  }

  private static NodeConfig.Service service(Settings settings, ServiceSpec spec, String bind) {
    Map<String, Integer> instances = new LinkedHashMap<>();
    for (VerticleSpec verticle : spec.verticles()) {
      String path = path(spec, "instances." + verticle.name());
      instances.put(
          verticle.name(),
          settings.between(path, verticle.instances(), 0, verticle.maxInstances()));
    }
    Optional<ServiceSpec.Port> port = spec.port();
    return new NodeConfig.Service(
        settings.flag(path(spec, "enabled"), true),
        port.isPresent() ? settings.text(path(spec, "bind"), bind) : bind,
        port.map(
                p ->
                    settings.between(path(spec, "port"), p.number(), 0, HIGHEST_PORT, p.variable()))
            .orElse(0),
        port.flatMap(ServiceSpec.Port::secure)
            .map(
                p ->
                    settings.between(
                        path(spec, "tlsPort"), p.number(), 0, HIGHEST_PORT, p.variable()))
            .orElse(0),
        Map.copyOf(instances),
        level(settings, path(spec, "log"), null));
  }

  private static String path(ServiceSpec spec, String setting) {
    return "services." + spec.id() + "." + setting;
  }

  private static Optional<Level> level(
      Settings settings, String path, Level fallback, String... variables) {
    return Optional.ofNullable(settings.oneOf(path, Level.class, fallback, variables));
  }

  private static NodeConfig.Stores stores(Settings settings) {
    Optional<Path> redis = Optional.ofNullable(settings.path("stores.redisBinary", null));
    redis
        .filter(binary -> !Files.isExecutable(binary))
        .ifPresent(
            binary ->
                settings.problem(
                    "stores.redisBinary", "found \"" + binary + "\", allowed: a redis-server"));
    Map<BusName, Stores.Source> buses = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      String path = "stores." + bus.role();
      String text = settings.text(path, EMBEDDED, urlVariables(bus));
      buses.put(bus, source(settings, path, text, REDIS_SCHEMES, password(settings, bus), redis));
    }
    String path = "stores.database";
    String text = settings.text(path, EMBEDDED, "DATABASE_URL");
    return new Stores(
        buses,
        source(settings, path, text, DATABASE_SCHEMES, Optional.empty(), Optional.empty()),
        Optional.ofNullable(settings.path("stores.engines", null)));
  }

  private static Optional<String> password(Settings settings, BusName bus) {
    String path = "stores.passwords." + bus.role();
    Optional<String> password =
        Optional.ofNullable(settings.text(path, null, "REDIS_" + bus.name() + "_PASS"));
    if (password.isPresent() && !PLAIN.matcher(password.get()).matches()) {
      settings.problem(path, "is not usable, allowed: up to 128 letters, digits and ._~-");
      return Optional.empty();
    }
    return password;
  }

  private static String[] urlVariables(BusName bus) {
    return bus == BusName.SYSTEM
        ? new String[] {bus.urlVariable(), "BOOTSTRAP_REDIS_URL"}
        : new String[] {bus.urlVariable()};
  }

  /** {@code embedded}, {@code embedded:<port>} or a URL. */
  private static Stores.Source source(
      Settings settings,
      String path,
      String text,
      Set<String> schemes,
      Optional<String> password,
      Optional<Path> binary) {
    String allowed = "embedded, embedded:<port> or a URL starting " + shown(schemes);
    if (text.equals(EMBEDDED)) {
      return new Stores.Embedded(Optional.empty(), password, binary);
    }
    if (text.startsWith(EMBEDDED + ":")) {
      String port = text.substring(EMBEDDED.length() + 1);
      if (port.matches("\\d{1,5}")
          && Integer.parseInt(port) > 0
          && Integer.parseInt(port) <= HIGHEST_PORT) {
        return new Stores.Embedded(Optional.of(Integer.parseInt(port)), password, binary);
      }
      settings.problem(path, "found \"" + text + "\", allowed: " + allowed);
      return new Stores.Embedded(Optional.empty(), password, binary);
    }
    if (!isUrl(text, schemes)) {
      // The value may hold a password, so it is not repeated.
      settings.problem(path, "is not a usable address, allowed: " + allowed);
    }
    return new Stores.Url(text);
  }

  private static boolean isUrl(String text, Set<String> schemes) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null;
    } catch (URISyntaxException notAUrl) {
      return false;
    }
  }

  private static String shown(Set<String> schemes) {
    return schemes.stream()
        .sorted()
        .map(s -> s + "://")
        .reduce((a, b) -> a + " or " + b)
        .orElseThrow();
  }

  private static NodeConfig.Tls tls(Settings settings) {
    Optional<Path> certificate = pem(settings, "tls.certificate", "TLS_CERT_FILE");
    Optional<Path> key = pem(settings, "tls.key", "TLS_KEY_FILE");
    if (certificate.isPresent() != key.isPresent()) {
      settings.problem("tls", "found only one of certificate and key, allowed: both or neither");
    }
    return new NodeConfig.Tls(certificate, key);
  }

  private static Optional<Path> pem(Settings settings, String path, String variable) {
    Optional<Path> file = Optional.ofNullable(settings.path(path, null, variable));
    file.filter(f -> !Files.isReadable(f))
        .ifPresent(
            f -> settings.problem(path, "found \"" + f + "\", allowed: a readable PEM file"));
    return file;
  }

  private static NodeConfig.Cluster cluster(Settings settings) {
    boolean enabled = settings.flag("cluster.enabled", false);
    String host = settings.text("cluster.host", LOOPBACK);
    int port = settings.between("cluster.port", 5701, 1, HIGHEST_PORT);
    List<String> members = settings.texts("cluster.members", List.of());
    for (String member : members) {
      if (!member.matches("[A-Za-z0-9._\\[\\]:-]+:\\d{1,5}")) {
        settings.problem(
            "cluster.members", "found \"" + member + "\", allowed: host:port of each node");
      }
    }
    return new NodeConfig.Cluster(
        enabled,
        settings.text("cluster.name", "marketswarm"),
        host,
        port,
        settings.between("cluster.busPort", 5801, 1, HIGHEST_PORT),
        members,
        Duration.ofMillis(
            settings.between("cluster.leaseMillis", enabled ? 3_000 : ALONE_MILLIS, 500, 60_000)));
  }

  private static NodeConfig.Log log(Settings settings) {
    List<String> to = settings.texts("log.to", List.of("stdout", "files"), "LOG_TO");
    for (String target : to) {
      if (!Set.of("stdout", "files").contains(target)) {
        settings.problem("log.to", "found \"" + target + "\", allowed: stdout, files");
      }
    }
    return new NodeConfig.Log(
        level(settings, "log.level", Level.INFO, "LOG_LEVEL").orElseThrow(),
        settings.oneOf(
            "log.format", NodeConfig.Log.Format.class, NodeConfig.Log.Format.HUMAN, "LOG_FORMAT"),
        to.contains("stdout"),
        to.contains("files"));
  }
}
