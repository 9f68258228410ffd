package io.marketswarm.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What streams without events take of a server's memory, and whether comings and goings leave
 * anything behind. The server answers to {@code heap} and {@code streams}.
 */
final class IdleStreams {
  private static final int RECONNECTS = 10_000;
  private static final int HTTP1_AIM = 8_000;
  private static final int HTTP2_AIM = 11_000;

  private final ToldProcess server;
  private final int streams;
  private final String path;
  private final String secret;

  /**
   * @param path where idle streams are
   * @param secret of the sessions they need; empty when they need none
   */
  IdleStreams(ToldProcess server, int streams, String path, String secret) {
    this.server = server;
    this.streams = streams;
    this.path = path;
    this.secret = secret;
  }

  static void printHead() {
    System.out.println();
    System.out.println(
        "memory of an idle stream        heap B   beside it B   both B     aim   resident B");
  }

  /** Opens and closes as many as are measured, so that what is made once is there. */
  void warmUp(int port, String protocol) throws Exception {
    open(port, protocol).close();
    awaitEmpty();
  }

  void measure(String name, int port, String protocol) throws Exception {
    Memory empty = Memory.of(server);
    try (ToldProcess readers = open(port, protocol)) {
      Memory full = Memory.of(server);
      print(name, full, empty, protocol.equals("h1") ? HTTP1_AIM : HTTP2_AIM);
      Memory once = reconnected(readers);
      Memory later = reconnected(readers);
      System.out.printf(
          Locale.ROOT,
          "  %-26s %9.3f x %33s %9.3f x   after %d more reconnects%n",
          "  growth",
          (double) later.heap / once.heap,
          "",
          (double) later.resident / once.resident,
          RECONNECTS);
    }
    awaitEmpty();
  }

  private Memory reconnected(ToldProcess readers) throws Exception {
    readers.tell("reconnect " + RECONNECTS);
    awaitOpen(streams);
    return Memory.of(server);
  }

  private void print(String name, Memory full, Memory empty, int aim) {
    long heap = (full.heap - empty.heap) / streams;
    // Below nothing where heap that there was before is touched only now.
    long beside = Math.max(0, full.beside() - empty.beside()) / streams;
    System.out.printf(
        Locale.ROOT,
        "  %-26s %9d %13d %8d %7d %12d%n",
        name,
        heap,
        beside,
        heap + beside,
        aim,
        (full.resident - empty.resident) / streams);
  }

  ToldProcess open(int port, String protocol) throws IOException {
    int perConnection = protocol.equals("h1") ? 1 : SseFanOutBenchmark.STREAMS_PER_CONNECTION;
    List<Object> arguments =
        new ArrayList<>(List.of(port, path, protocol, streams, perConnection, secret));
    ToldProcess readers =
        ToldProcess.java(SseFanOutBenchmark.CLIENT_FLAGS, FanOutReaders.class, arguments.toArray());
    readers.tell("open");
    return readers;
  }

  void awaitEmpty() throws Exception {
    awaitOpen(0);
  }

  private void awaitOpen(int count) throws Exception {
    while (!server.tell("streams").equals(Integer.toString(count))) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /**
   * What a process takes, after a collection.
   *
   * @param heap that is in use
   * @param committed heap, in use or not
   */
  private record Memory(long heap, long committed, long resident) {
    static Memory of(ToldProcess server) throws IOException {
      String[] said = server.tell("heap").split(" ");
      return new Memory(
          Long.parseLong(said[0]),
          Long.parseLong(said[1]),
          ToldProcess.residentBytes(server.pid()));
    }

    long beside() {
      return resident - committed;
    }
  }
}
