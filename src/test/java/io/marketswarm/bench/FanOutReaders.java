package io.marketswarm.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many readers of event streams on one thread. It looks at its sockets every two milliseconds
 * instead of being woken: waking it would cost the server a system call's worth for each event.
 */
final class FanOutReaders {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long OPEN_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int CONNECTING_AT_ONCE = 64;

  private final int port;
  private final String path;
  private final String protocol;
  private final int perConnection;
  private final BrowserHeaders headers;
  private final Deliveries deliveries;
  private final Selector selector = Selector.open();
  private final List<SelectionKey> keys = new ArrayList<>();
  private long lost;

  private FanOutReaders(
      int port,
      String path,
      String protocol,
      int streams,
      int perConnection,
      BrowserHeaders headers)
      throws IOException {
    this.headers = headers;
    this.port = port;
    this.path = path;
    this.protocol = protocol;
    this.perConnection = perConnection;
    this.deliveries = new Deliveries(streams);
    for (int i = 0; i < streams; i += perConnection) {
      keys.add(null);
    }
  }

  /**
   * Arguments: port, path, {@code h1}, {@code h2} or {@code h2tls}, streams, streams per
   * connection, and the secret of their sessions where they need some.
   */
  public static void main(String[] args) throws Exception {
    FanOutReaders readers =
        new FanOutReaders(
            Integer.parseInt(args[0]),
            args[1],
            args[2],
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            new BrowserHeaders(args.length > 5 ? args[5] : ""));
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread listening = new Thread(() -> read(lines), "standard input");
    listening.setDaemon(true);
    listening.start();
    System.out.println("ready");
    while (true) {
      String line = lines.poll();
      if (line == null) {
        readers.poll();
      } else {
        System.out.println(readers.obey(line.split(" ")));
      }
    }
  }

  private static void read(BlockingQueue<String> lines) {
    new BufferedReader(new InputStreamReader(System.in, US_ASCII)).lines().forEach(lines::add);
    System.exit(0);
  }

  private String obey(String[] words) throws IOException {
    return switch (words[0]) {
      case "open" -> open();
      case "window" -> window(Long.parseLong(words[1]));
      case "reconnect" -> reconnect(Integer.parseInt(words[1]));
      case "listen" -> listen(words[1]);
      case "hear" -> hear();
      case "close" -> closeAll();
      default -> "what is " + words[0];
    };
  }

  private String open() throws IOException {
    long begin = System.nanoTime();
    Deque<Integer> waiting = new ArrayDeque<>();
    for (int i = 0; i < keys.size(); i++) {
      connect(i);
      waiting.add(i);
      if (waiting.size() >= CONNECTING_AT_ONCE) {
        await(waiting);
      }
    }
    await(waiting);
    return String.format(Locale.ROOT, "opened %.1f", (System.nanoTime() - begin) / 1e9);
  }

  private void connect(int connection) throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.configureBlocking(false);
    int first = connection * perConnection;
    for (int i = 0; i < perConnection; i++) {
      deliveries.forget(first + i);
    }
    boolean tls = protocol.equals("h2tls");
    StreamConnection.Layer layer = tls ? new TlsLayer(socket) : new StreamConnection.Clear(socket);
    StreamConnection opened =
        protocol.equals("h1")
            ? new StreamConnection.Http1(layer, path, deliveries, first)
            : new Http2Connection(layer, path, deliveries, first, perConnection, tls);
    keys.set(connection, socket.register(selector, SelectionKey.OP_READ, opened));
    opened.open(headers.next());
  }

  /** Waits until every stream of some connections has begun. */
  private void await(Deque<Integer> connections) throws IOException {
    long deadline = System.nanoTime() + OPEN_WITHIN_NANOS;
    while (!connections.isEmpty()) {
      poll();
      connections.removeIf(
          i -> ((StreamConnection) keys.get(i).attachment()).streams() == perConnection);
      if (System.nanoTime() > deadline) {
        throw new IOException(connections.size() + " connections have not begun");
      }
    }
  }

  /** Closes and opens connections, oldest first, until so many streams have come back. */
  private String reconnect(int streams) throws IOException {
    Deque<Integer> waiting = new ArrayDeque<>();
    for (int i = 0; i < streams / perConnection; i++) {
      int connection = i % keys.size();
      keys.get(connection).channel().close();
      connect(connection);
      waiting.add(connection);
      if (waiting.size() >= CONNECTING_AT_ONCE) {
        await(waiting);
      }
    }
    await(waiting);
    return "reconnected";
  }

  private String listen(String word) {
    deliveries.listenFor(word);
    return "listening";
  }

  /** Waits until every stream has carried the word; tells when the last one did. */
  private String hear() throws IOException {
    long deadline = System.nanoTime() + OPEN_WITHIN_NANOS;
    while (deliveries.deaf() > 0) {
      poll();
      if (System.nanoTime() > deadline) {
        throw new IOException(deliveries.deaf() + " streams have not heard it");
      }
    }
    return Long.toString(System.nanoTime());
  }

  private String closeAll() throws IOException {
    for (SelectionKey key : keys) {
      key.channel().close();
    }
    selector.selectNow();
    return "closed";
  }

  private String window(long millis) throws IOException {
    deliveries.reset();
    long cpu = cpuNanos();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      poll();
    }
    return String.format(
        Locale.ROOT,
        "%d %d %d %d %.1f %.1f %.1f %d",
        deliveries.events(),
        deliveries.bytes(),
        deliveries.gaps(),
        lost,
        deliveries.latencyMillis(0.5),
        deliveries.latencyMillis(0.99),
        deliveries.latencyMillis(1),
        cpuNanos() - cpu);
  }

  private void poll() throws IOException {
    long begin = System.nanoTime();
    selector.selectNow(
        key -> {
          try {
            ((StreamConnection) key.attachment()).read();
          } catch (IOException gone) {
            lost++;
            key.cancel();
          }
        });
    long left = POLL_NANOS - (System.nanoTime() - begin);
    if (left > 0) {
      LockSupport.parkNanos(left);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
