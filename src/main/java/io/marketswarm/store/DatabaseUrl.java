package io.marketswarm.store;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.SslMode;
import java.util.Map;

/**
 * Where the database is and how to log in: {@code mysql://user:password@host:port/database}, with
 * {@code mariadb} or {@code mysql+pymysql} for the same, and {@code ?tls=true} (optionally {@code
 * &ca=file.pem}) for an encrypted connection to a server whose certificate names the host. Its text
 * never shows the password.
 */
record DatabaseUrl(
    String host, int port, String database, String user, String password, boolean tls, String ca) {
  private static final int DEFAULT_PORT = 3306;
  private static final int PIPELINING_LIMIT = 64;
  private static final int CACHED_STATEMENTS = 256;

  static DatabaseUrl parse(String url) {
    StoreUrl parts = StoreUrl.parse(url, "mysql://user:password@host:3306/database", DEFAULT_PORT);
    parts.oneOf(Map.of("mysql", true, "mariadb", true, "mysql+pymysql", true));
    parts.allowParameters("tls", "ca", "charset");
    if (parts.path().isEmpty()) {
      throw parts.refusal("the name of the database is missing");
    }
    if (parts.user() == null) {
      throw parts.refusal("the user is missing");
    }
    return new DatabaseUrl(
        parts.bareHost(),
        parts.port(),
        parts.path(),
        parts.user(),
        parts.password() == null ? "" : parts.password(),
        Boolean.parseBoolean(parts.parameter("tls")) || parts.parameter("ca") != null,
        parts.parameter("ca"));
  }

  MySQLConnectOptions options() {
    MySQLConnectOptions options =
        new MySQLConnectOptions()
            .setHost(host)
            .setPort(port)
            .setDatabase(database)
            .setUser(user)
            .setPassword(password)
            .setCollation("utf8mb4_unicode_ci")
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
            .setPipeliningLimit(PIPELINING_LIMIT);
    if (tls) {
      ClientSSLOptions ssl = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
      if (ca != null) {
        ssl.setTrustOptions(new PemTrustOptions().addCertPath(ca));
      }
      options.setSslMode(SslMode.VERIFY_IDENTITY).setSslOptions(ssl);
    }
    return options;
  }

  /** For the migrations; user and password go separately. */
  String jdbcUrl() {
    return "jdbc:mariadb://"
        + StoreUrl.bracketed(host)
        + ":"
        + port
        + "/"
        + database
        + "?connectTimeout=5000&connectionCollation=utf8mb4_unicode_ci&timezone=UTC"
        + (tls ? "&sslMode=verify-full" : "&allowPublicKeyRetrieval=true")
        + (ca == null ? "" : "&serverSslCert=" + ca);
  }

  /** Host, port and database, for messages. */
  @Override
  public String toString() {
    return StoreUrl.bracketed(host) + ":" + port + "/" + database;
  }
}
