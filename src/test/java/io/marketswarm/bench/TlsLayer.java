package io.marketswarm.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS of one connection of the load generator; it trusts everybody. */
final class TlsLayer implements StreamConnection.Layer {
  private static final SSLContext CONTEXT = context();
  private static final ByteBuffer CLEAR = ByteBuffer.allocate(64 << 10);
  private static final ByteBuffer OUT = ByteBuffer.allocate(64 << 10);

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final ByteBuffer in = ByteBuffer.allocate(40 << 10);
  private ByteBuffer held = ByteBuffer.allocate(0);

  TlsLayer(SocketChannel socket) throws IOException {
    this.socket = socket;
    engine = CONTEXT.createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    engine.setSSLParameters(parameters);
    engine.beginHandshake();
    goOn();
  }

  private static SSLContext context() {
    TrustManager trusting =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      SSLContext made = SSLContext.getInstance("TLSv1.3");
      made.init(null, new TrustManager[] {trusting}, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(held.remaining() + bytes.remaining());
    held = all.put(held).put(bytes).flip();
    goOn();
  }

  @Override
  public void read(StreamConnection to) throws IOException {
    int size = socket.read(in);
    if (size < 0) {
      throw new IOException("closed by the server");
    }
    long now = System.nanoTime();
    in.flip();
    while (in.hasRemaining()) {
      CLEAR.clear();
      SSLEngineResult result = engine.unwrap(in, CLEAR);
      if (CLEAR.position() > 0) {
        to.arrived(CLEAR.array(), 0, CLEAR.position(), now);
      }
      boolean stuck = result.bytesConsumed() == 0 && result.bytesProduced() == 0;
      goOn();
      if (stuck && result.getStatus() != SSLEngineResult.Status.OK) {
        break;
      }
      if (stuck && engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
        break;
      }
    }
    in.compact();
  }

  /** Does what the handshake asks for, and sends what waits when it is done. */
  private void goOn() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          for (Runnable task = engine.getDelegatedTask();
              task != null;
              task = engine.getDelegatedTask()) {
            task.run();
          }
        }
        case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          return;
        }
        default -> {
          if (!held.hasRemaining()) {
            return;
          }
          wrap(held);
        }
      }
    }
  }

  private void wrap(ByteBuffer clear) throws IOException {
    OUT.clear();
    engine.wrap(clear, OUT);
    OUT.flip();
    while (OUT.hasRemaining()) {
      socket.write(OUT);
    }
  }
}
