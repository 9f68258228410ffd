package io.marketswarm.web.tls;

import io.marketswarm.store.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The certificate of a node that was given none: made once by the JDK's own tool, kept, and made
 * anew before it ends. Nobody vouches for it, so browsers ask before they believe it.
 */
final class SelfMade {
  private static final Duration LIFE = Duration.ofDays(825);
  private static final Duration SPARE = Duration.ofDays(30);
  private static final long PATIENCE_SECONDS = 60;
  private static final int LINE = 64;
  private static final String ALIAS = "marketswarm";
  private static final String PASSWORD_VARIABLE = "KEYTOOL_PASSWORD";
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

  private SelfMade() {}

  /**
   * Reads certificate and key from one file, so that they always fit, and makes them first unless
   * they are there and last for a while. Blocks; one at a time in a process.
   */
  static synchronized Certificate ensured(Path file, Instant now) {
    PemFiles files = new PemFiles(file, file);
    if (Files.exists(file)) {
      Certificate found = Certificate.read(files);
      if (!ends(found, now)) {
        return found;
      }
    }
    make(file);
    return Certificate.read(files);
  }

  private static void make(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    try {
      PrivateFiles.createDirectories(directory);
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      String password = Base64.getUrlEncoder().encodeToString(random);
      KeyStore made = make(directory, password);
      PrivateFiles.write(
          file,
          pem("CERTIFICATE", made.getCertificate(ALIAS).getEncoded())
              + pem("PRIVATE KEY", made.getKey(ALIAS, password.toCharArray()).getEncoded()));
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException(
          "no certificate could be made in " + directory + ": " + failed.getMessage(), failed);
    }
  }

  /** Whether it is time for another. */
  static boolean ends(Certificate made, Instant now) {
    return !made.notAfter().isAfter(now.plus(SPARE));
  }

  private static KeyStore make(Path directory, String password)
      throws IOException, GeneralSecurityException {
    Path store = Files.createTempFile(directory, "made", ".p12");
    try {
      Files.delete(store);
      run(store, password);
      KeyStore made = KeyStore.getInstance("PKCS12");
      made.load(new ByteArrayInputStream(Files.readAllBytes(store)), password.toCharArray());
      return made;
    } finally {
      Files.deleteIfExists(store);
    }
  }

  private static void run(Path store, String password) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            tool.toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-sigalg",
            "SHA256withECDSA",
            "-dname",
            "CN=localhost, O=MarketSwarm",
            "-ext",
            "SAN=" + names(),
            "-ext",
            "EKU=serverAuth",
            "-validity",
            String.valueOf(LIFE.toDays()),
            "-alias",
            ALIAS,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass:env",
            PASSWORD_VARIABLE);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(PASSWORD_VARIABLE, password);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      String said = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(tool + " failed: " + said.strip());
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while making a certificate", stop);
    }
  }

  private static String names() {
    Set<String> names = new LinkedHashSet<>(List.of("localhost"));
    try {
      names.add(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException nameless) {
      // It is reached as localhost then.
    }
    return names.stream()
            .filter(name -> HOST_NAME.matcher(name).matches())
            .map(name -> "dns:" + name)
            .collect(Collectors.joining(","))
        + ",ip:127.0.0.1,ip:::1";
  }

  private static String pem(String kind, byte[] content) {
    String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }
}
