package io.marketswarm.store.embedded;

import io.marketswarm.store.BusName;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Which stores run embedded, and where.
 *
 * @param data the directory of everything that must survive a restart
 * @param engines where the server binaries are unpacked; several data directories may share it
 * @param buses the embedded buses; one that is absent lives elsewhere
 * @param databasePort the wanted port of the embedded database; empty when it lives elsewhere
 * @param exactPorts whether a taken port is an error; otherwise the next free one is used
 */
public record Settings(
    Path data,
    Path engines,
    Map<BusName, Bus> buses,
    OptionalInt databasePort,
    boolean exactPorts) {
  public static final int DATABASE_PORT = 3306;

  /** As a wanted port: whichever is free. */
  public static final int ANY_PORT = 0;

  private static final int LARGEST_PORT = 65_535;

  public Settings {
    data = data.toAbsolutePath().normalize();
    engines = engines.toAbsolutePath().normalize();
    buses = Map.copyOf(buses);
    Set<Integer> taken = new HashSet<>();
    buses.values().forEach(bus -> checkDistinct(bus.port(), taken));
    databasePort.ifPresent(port -> checkDistinct(checkPort(port), taken));
  }

  /**
   * One embedded bus.
   *
   * @param port the wanted port
   * @param password a password of the operator's choice; otherwise one is made and kept
   * @param binary a Redis server of the operator's choice; otherwise the one that is shipped
   */
  public record Bus(int port, Optional<String> password, Optional<Path> binary) {
    /** What needs no escape, neither in a URL nor in the configuration of a server. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    public Bus {
      checkPort(port);
      if (password.isPresent() && !PLAIN.matcher(password.get()).matches()) {
        throw new IllegalArgumentException(
            "the password of the bus on port " + port + " is not made of letters, digits and ._~-");
      }
      binary = binary.map(Path::toAbsolutePath);
    }

    public static Bus on(int port) {
      return new Bus(port, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
      return "bus on port " + port;
    }
  }

  /** All five stores on their traditional ports. */
  public static Settings in(Path data) {
    Map<BusName, Bus> buses = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      buses.put(bus, Bus.on(bus.defaultPort()));
    }
    return new Settings(data, data.resolve("engines"), buses, OptionalInt.of(DATABASE_PORT), false);
  }

  public Settings withEngines(Path folder) {
    return new Settings(data, folder, buses, databasePort, exactPorts);
  }

  public Settings withBus(BusName name, Bus bus) {
    return withBuses(buses -> buses.put(name, bus));
  }

  public Settings withBus(BusName name, int port) {
    return withBus(name, Bus.on(port));
  }

  public Settings withoutBus(BusName name) {
    return withBuses(buses -> buses.remove(name));
  }

  public Settings withDatabase(int port) {
    return new Settings(data, engines, buses, OptionalInt.of(port), exactPorts);
  }

  public Settings withoutDatabase() {
    return new Settings(data, engines, buses, OptionalInt.empty(), exactPorts);
  }

  public Settings withExactPorts() {
    return new Settings(data, engines, buses, databasePort, true);
  }

  /** The same stores on whichever ports are free. */
  public Settings withAnyPorts() {
    Settings free =
        withBuses(
            all -> all.replaceAll((name, bus) -> new Bus(ANY_PORT, bus.password(), bus.binary())));
    return databasePort.isPresent() ? free.withDatabase(ANY_PORT) : free;
  }

  private Settings withBuses(Consumer<Map<BusName, Bus>> change) {
    Map<BusName, Bus> changed = new EnumMap<>(BusName.class);
    changed.putAll(buses);
    change.accept(changed);
    return new Settings(data, engines, changed, databasePort, exactPorts);
  }

  private static int checkPort(int port) {
    if (port < ANY_PORT || port > LARGEST_PORT) {
      throw new IllegalArgumentException("no port: " + port);
    }
    return port;
  }

  private static void checkDistinct(int port, Set<Integer> taken) {
    if (port != ANY_PORT && !taken.add(port)) {
      throw new IllegalArgumentException("two stores want port " + port);
    }
  }
}
