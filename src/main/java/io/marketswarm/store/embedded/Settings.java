package io.marketswarm.store.embedded;

import io.marketswarm.store.BusName;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which stores run embedded, and where.
 *
 * @param data the directory of everything that must survive a restart
 * @param engines where the server binaries are unpacked; several data directories may share it
 * @param busPorts the wanted port of each embedded bus; a bus that is absent lives elsewhere
 * @param databasePort the wanted port of the embedded database; empty when it lives elsewhere
 * @param exactPorts whether a taken port is an error; otherwise the next free one is used
 */
public record Settings(
    Path data,
    Path engines,
    Map<BusName, Integer> busPorts,
    OptionalInt databasePort,
    boolean exactPorts) {
  public static final int DATABASE_PORT = 3306;

  /** As a wanted port: whichever is free. */
  public static final int ANY_PORT = 0;

  private static final int LARGEST_PORT = 65_535;

  public Settings {
    data = data.toAbsolutePath().normalize();
    engines = engines.toAbsolutePath().normalize();
    busPorts = Map.copyOf(busPorts);
    Set<Integer> distinct = new HashSet<>();
    busPorts.values().forEach(port -> checkPort(port, distinct));
    databasePort.ifPresent(port -> checkPort(port, distinct));
  }

  /** All five stores on their traditional ports. */
  public static Settings in(Path data) {
    Map<BusName, Integer> ports = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      ports.put(bus, bus.defaultPort());
    }
    return new Settings(data, data.resolve("engines"), ports, OptionalInt.of(DATABASE_PORT), false);
  }

  public Settings withEngines(Path folder) {
    return new Settings(data, folder, busPorts, databasePort, exactPorts);
  }

  public Settings withBus(BusName bus, int port) {
    Map<BusName, Integer> ports = new EnumMap<>(BusName.class);
    ports.putAll(busPorts);
    ports.put(bus, port);
    return new Settings(data, engines, ports, databasePort, exactPorts);
  }

  public Settings withoutBus(BusName bus) {
    Map<BusName, Integer> ports = new EnumMap<>(BusName.class);
    ports.putAll(busPorts);
    ports.remove(bus);
    return new Settings(data, engines, ports, databasePort, exactPorts);
  }

  public Settings withDatabase(int port) {
    return new Settings(data, engines, busPorts, OptionalInt.of(port), exactPorts);
  }

  public Settings withoutDatabase() {
    return new Settings(data, engines, busPorts, OptionalInt.empty(), exactPorts);
  }

  public Settings withExactPorts() {
    return new Settings(data, engines, busPorts, databasePort, true);
  }

  /** The same stores on whichever ports are free. */
  public Settings withAnyPorts() {
    Map<BusName, Integer> ports = new EnumMap<>(BusName.class);
    busPorts.keySet().forEach(bus -> ports.put(bus, ANY_PORT));
    OptionalInt database =
        databasePort.isPresent() ? OptionalInt.of(ANY_PORT) : OptionalInt.empty();
    return new Settings(data, engines, ports, database, exactPorts);
  }

  private static void checkPort(int port, Set<Integer> others) {
    if (port < ANY_PORT || port > LARGEST_PORT) {
      throw new IllegalArgumentException("no port: " + port);
    }
    if (port != ANY_PORT && !others.add(port)) {
      throw new IllegalArgumentException("two stores want port " + port);
    }
  }
}
