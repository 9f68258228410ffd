package io.marketswarm.store.embedded;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A Redis server outside any node, for tests of what a node meets; also a JVM that has one. */
record BareRedis(Child child, ProcessHandle announced, Path executable, int port) {

  /** Starts one that keeps its commands in the directory, and waits until it answers. */
  static BareRedis start(Guard guard, Path directory) throws Exception {
    Engine engine = Engine.redis(Platform.current());
    Path home = new Unpacker(TestStores.ENGINES, Progress.SILENT).unpack(engine);
    Path executable = home.resolve(engine.executable()).toRealPath();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Files.createDirectories(directory);
    String config = "bind 127.0.0.1\nport " + port + "\nappendonly yes\nsave 900 1\n";
    Path log = directory.resolve("redis.log");
    Launch launch = new Launch(List.of(executable.toString(), "-"), config, directory, log);
    AtomicReference<ProcessHandle> announced = new AtomicReference<>();
    Child child = Launcher.launch(guard, launch, announced::set);
    Clients.await("a bare Redis", () -> Clients.redis(url(port), "PING").equals("PONG"));
    return new BareRedis(child, announced.get(), executable, port);
  }

  String url() {
    return url(port);
  }

  /** Starts one under the named guard, tells its process id, and waits to be killed. */
  public static void main(String[] arguments) throws Exception {
    BareRedis redis = start(Guard.valueOf(arguments[0]), Path.of(arguments[1]));
    System.out.println(redis.child().server().pid());
    Thread.sleep(Long.MAX_VALUE);
  }

  private static String url(int port) {
    return "redis://:none@127.0.0.1:" + port;
  }
}
