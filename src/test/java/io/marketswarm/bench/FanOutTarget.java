package io.marketswarm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server whose fan-out is measured. */
interface FanOutTarget extends AutoCloseable {
  String name();

  /** Where streams are read. */
  int port();

  long pid();

  /** Publishes to the readers of a path at a rate for a while; returns when it is over. */
  void publish(String path, int perSecond, int seconds) throws IOException;

  @Override
  void close() throws IOException;

  /** A server that is told on its standard input what to publish. */
  record Told(String name, int port, ToldProcess process) implements FanOutTarget {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void publish(String path, int perSecond, int seconds) throws IOException {
      process.tell("publish " + perSecond + " " + seconds + " " + path);
    }

    @Override
    public void close() {
      process.close();
    }
  }

  /** One system call per event and stream: what no server can do with less. */
  static FanOutTarget floor(Path directory) throws IOException, InterruptedException {
    Path program = directory.resolve("fan-out-floor");
    Path source = resource(directory, "fan-out-floor.c");
    new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString())
        .inheritIO()
        .start()
        .waitFor();
    int port = NodeProcess.freePort();
    List<String> command = List.of(program.toString(), Integer.toString(port));
    return new Told("send() in C", port, new ToldProcess(command));
  }

  static FanOutTarget node(Path directory) throws IOException {
    int port = NodeProcess.freePort();
    String program = resource(directory, "fan-out-node.mjs").toString();
    return new Told(
        "Node.js", port, new ToldProcess(List.of("node", program, Integer.toString(port))));
  }

  static Path resource(Path directory, String name) throws IOException {
    Path copy = directory.resolve(name);
    try (var in = FanOutTarget.class.getResourceAsStream("/bench/" + name)) {
      Files.write(copy, in.readAllBytes());
    }
    return copy;
  }
}
