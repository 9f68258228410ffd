package io.marketswarm.cli.edge;

import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real nginx on free ports, with a folder of its own and a certificate nobody vouches for. */
public final class NginxProcess implements AutoCloseable {
  private static final SelfSignedCertificate CERTIFICATE =
      SelfSignedCertificate.create("localhost");
  private static final long STARTED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final String MAIN =
      """
      user root;
      daemon off;
      worker_processes 1;
      pid @DIR@/nginx.pid;
      error_log @DIR@/error.log warn;
      events { worker_connections 256; }
      http {
        client_body_temp_path @DIR@/body;
        proxy_temp_path @DIR@/proxy;
        fastcgi_temp_path @DIR@/fastcgi;
        uwsgi_temp_path @DIR@/uwsgi;
        scgi_temp_path @DIR@/scgi;
        access_log off;
        include @DIR@/conf.d/*.conf;
      }
      """;

  private final Path folder;
  private final Process process;

  private NginxProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** The program, where this machine has one. */
  public static Optional<Path> program() {
    return Nginx.find(System.getenv().getOrDefault("PATH", ""));
  }

  /** Values for a site on free ports, in front of nothing, that keeps everything in the folder. */
  public static Map<String, String> values(Path folder) throws IOException {
    Map<String, String> values = new HashMap<>(EdgeTemplate.DEFAULTS);
    values.put("SERVER_NAMES", "localhost www.localhost");
    values.put("TLS_CERT_FILE", CERTIFICATE.certificatePath());
    values.put("TLS_KEY_FILE", CERTIFICATE.privateKeyPath());
    values.put("ACME_ROOT", folder.resolve("acme").toString());
    values.put("ACCESS_LOG", folder.resolve("access.log").toString());
    values.put("CONF_DIR", folder.toString());
    try (ServerSocket plain = new ServerSocket(0);
        ServerSocket secure = new ServerSocket(0);
        ServerSocket nothing = new ServerSocket(0)) {
      values.put("HTTP_PORT", String.valueOf(plain.getLocalPort()));
      values.put("HTTPS_PORT", String.valueOf(secure.getLocalPort()));
      values.put("GATEWAY_PORT", String.valueOf(nothing.getLocalPort()));
      values.put("COPILOT_PORT", String.valueOf(nothing.getLocalPort()));
    }
    return values;
  }

  /** Makes a folder as the package of a distribution makes one, without any site. */
  public static void furnish(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(
        folder.resolve("nginx.conf"), MAIN.replace("@DIR@", folder.toAbsolutePath().toString()));
  }

  /** Starts it on what the folder holds; returns when it listens on the port, if one is named. */
  public static NginxProcess start(Path folder, Optional<String> port) throws IOException {
    Process process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-p",
                folder.toString(),
                "-c",
                folder.resolve("nginx.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    NginxProcess nginx = new NginxProcess(folder, process);
    if (port.isPresent()) {
      nginx.awaitPort(Integer.parseInt(port.get()));
    } else {
      nginx.awaitPid();
    }
    return nginx;
  }

  private void awaitPid() throws IOException {
    long deadline = System.nanoTime() + STARTED_WITHIN_NANOS;
    while (!Files.exists(folder.resolve("nginx.pid"))) {
      rest(deadline);
    }
  }

  /** Waits until something listens there. */
  public void awaitPort(int port) throws IOException {
    long deadline = System.nanoTime() + STARTED_WITHIN_NANOS;
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        rest(deadline);
      }
    }
  }

  private void rest(long deadline) throws IOException {
    if (System.nanoTime() > deadline || !process.isAlive()) {
      throw new IOException("nginx did not start: " + Files.readString(folder.resolve("output")));
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
  }

  /** Returns when it has left its folder alone. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
