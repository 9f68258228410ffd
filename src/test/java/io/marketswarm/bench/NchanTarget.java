package io.marketswarm.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** nginx with nchan, one worker; published to over one connection that is kept open. */
final class NchanTarget implements FanOutTarget {
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
  private static final long STARTED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Process process;
  private final int port;
  private final int http2Port;
  private final Socket publisher;
  private long number;

  private NchanTarget(Path directory) throws IOException {
    port = NodeProcess.freePort();
    http2Port = NodeProcess.freePort();
    Path template = FanOutTarget.resource(directory, "fan-out-nchan.conf");
    String conf =
        Files.readString(template)
            .replace("@DIR@", directory.toAbsolutePath().toString())
            .replace("@MODULE@", "load_module " + MODULE + ";")
            .replace("@PORT@", Integer.toString(port))
            .replace("@PORT2@", Integer.toString(http2Port));
    Files.writeString(template, conf);
    process =
        new ProcessBuilder(
                "nginx",
                "-p",
                directory.toAbsolutePath().toString(),
                "-c",
                template.toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    publisher = connect();
  }

  static boolean isInstalled() {
    return Files.exists(MODULE);
  }

  static NchanTarget start(Path directory) throws IOException {
    return new NchanTarget(directory);
  }

  private Socket connect() throws IOException {
    long deadline = System.nanoTime() + STARTED_WITHIN_NANOS;
    while (true) {
      try {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw notYet;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  @Override
  public String name() {
    return "nchan";
  }

  @Override
  public int port() {
    return port;
  }

  int http2Port() {
    return http2Port;
  }

  /** The one worker, which does everything. */
  @Override
  public long pid() {
    return process.children().findFirst().orElseThrow().pid();
  }

  @Override
  public void publish(String path, int perSecond, int seconds) throws IOException {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    for (long i = 0; i < (long) perSecond * seconds && System.nanoTime() < end; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      post(path);
    }
  }

  private void post(String path) throws IOException {
    byte[] event = FanOutServer.event(number++, FanOutServer.EVENT_BYTES - "data: \n\n".length());
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        ("POST /publish" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + event.length)
            .getBytes(US_ASCII));
    request.writeBytes("\r\n\r\n".getBytes(US_ASCII));
    request.writeBytes(event);
    publisher.getOutputStream().write(request.toByteArray());
    readAnswer();
  }

  /** Head, and a body whose length it tells. */
  private void readAnswer() throws IOException {
    InputStream in = publisher.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("nchan closed the connection of its publisher");
      }
      head.append((char) next);
    }
    String lengthField = "content-length: ";
    int at = head.toString().toLowerCase(java.util.Locale.ROOT).indexOf(lengthField);
    int length =
        Integer.parseInt(
            head.substring(at + lengthField.length(), head.indexOf("\r\n", at)).strip());
    in.readNBytes(length);
  }

  @Override
  public void close() throws IOException {
    publisher.close();
    process.destroy();
  }
}
