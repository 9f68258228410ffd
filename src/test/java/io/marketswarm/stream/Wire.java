package io.marketswarm.stream;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SelfSignedCertificate;

/** The ways a stream may reach its client, each with both writers. */
enum Wire {
  HTTP1_FAST(HttpVersion.HTTP_1_1, false, true),
  HTTP1_PLAIN(HttpVersion.HTTP_1_1, false, false),
  HTTP1_TLS_FAST(HttpVersion.HTTP_1_1, true, true),
  HTTP1_TLS_PLAIN(HttpVersion.HTTP_1_1, true, false),
  HTTP2_FAST(HttpVersion.HTTP_2, false, true),
  HTTP2_PLAIN(HttpVersion.HTTP_2, false, false),
  HTTP2_TLS_FAST(HttpVersion.HTTP_2, true, true),
  HTTP2_TLS_PLAIN(HttpVersion.HTTP_2, true, false);

  /** Small, so that a client that does not read is noticed soon. */
  private static final int SOCKET_BUFFER_BYTES = 32 << 10;

  private static final SelfSignedCertificate CERTIFICATE =
      SelfSignedCertificate.create("localhost");

  final HttpVersion version;
  final boolean tls;
  final boolean fast;

  Wire(HttpVersion version, boolean tls, boolean fast) {
    this.version = version;
    this.tls = tls;
    this.fast = fast;
  }

  HttpServerOptions server() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setStrictThreadMode(true)
            .setSendBufferSize(SOCKET_BUFFER_BYTES)
            .setIdleTimeout(180);
    if (tls) {
      options.setSsl(true).setUseAlpn(true).setKeyCertOptions(CERTIFICATE.keyCertOptions());
    }
    return options;
  }

  HttpClientOptions client() {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(version)
            .setReceiveBufferSize(SOCKET_BUFFER_BYTES);
    if (tls) {
      options.setSsl(true).setUseAlpn(true).setTrustAll(true).setVerifyHost(false);
    } else {
      options.setHttp2ClearTextUpgrade(false);
    }
    return options;
  }

  boolean isHttp1() {
    return version == HttpVersion.HTTP_1_1;
  }
}
