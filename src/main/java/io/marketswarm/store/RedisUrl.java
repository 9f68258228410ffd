package io.marketswarm.store;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Map;

/**
 * Where a Redis server is and how to log in: {@code redis://[user][:password]@host[:port][/db]}, or
 * {@code rediss://} for TLS, optionally with {@code ?ca=file.pem} for an authority of one's own.
 * Its text never shows the password.
 */
record RedisUrl(
    String host, int port, int database, String user, String password, boolean tls, String ca) {
  private static final int DEFAULT_PORT = 6379;
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

  static RedisUrl parse(String url) {
    StoreUrl parts = StoreUrl.parse(url, "redis://:password@host:6379/0", DEFAULT_PORT);
    boolean tls = parts.oneOf(Map.of("redis", false, "rediss", true));
    parts.allowParameters("ca");
    String path = parts.path();
    if (!path.isEmpty() && !path.matches("\\d{1,5}")) {
      throw parts.refusal("'" + path + "' is no database number");
    }
    return new RedisUrl(
        parts.bareHost(),
        parts.port(),
        path.isEmpty() ? 0 : Integer.parseInt(path),
        parts.user(),
        parts.password(),
        tls,
        parts.parameter("ca"));
  }

  NetClientOptions socketOptions() {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setTcpKeepAlive(true)
            .setTcpNoDelay(true);
    if (tls) {
      net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      if (ca != null) {
        net.setTrustOptions(new PemTrustOptions().addCertPath(ca));
      }
    }
    return net;
  }

  /** Host, port and database number, for messages. */
  @Override
  public String toString() {
    return StoreUrl.bracketed(host) + ":" + port + (database == 0 ? "" : "/" + database);
  }
}
