package io.marketswarm.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that tests may cut, with everything that goes over it, and join again. */
public final class Cable implements AutoCloseable {
  private final ServerSocket end;
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /**
   * @param server the port on this machine to which it leads
   */
  public Cable(int server) {
    this.server = server;
    try {
      end = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    start(this::accept);
  }

  /** The port at which it begins. */
  public int port() {
    return end.getLocalPort();
  }

  /** Whoever is connected loses the connection, and nobody gets a new one. */
  public void cut() {
    cut = true;
    sockets.forEach(Cable::close);
    sockets.clear();
  }

  public void join() {
    cut = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = end.accept();
        if (cut) {
          client.close();
        } else {
          connect(client);
        }
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void connect(Socket client) throws IOException {
    Socket there = new Socket("127.0.0.1", server);
    sockets.add(client);
    sockets.add(there);
    start(() -> carry(client, there));
    start(() -> carry(there, client));
  }

  private void carry(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException lost) {
      // The other direction ends with this one.
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cable");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      end.close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    cut();
  }
}
