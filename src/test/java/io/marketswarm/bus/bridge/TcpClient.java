package io.marketswarm.bus.bridge;

import static io.marketswarm.bus.bridge.RunningBridge.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** A blocking client of the framed TCP transport. */
final class TcpClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  TcpClient(int port) throws IOException {
    this(port, 0);
  }

  TcpClient(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(socket.getOutputStream());
  }

  TcpClient enter(String token) throws IOException {
    send(frame("auth").put("token", token));
    JsonObject welcome = read();
    assertThat(welcome.getString("type")).isEqualTo("auth");
    assertThat(welcome.getBoolean("ok")).isTrue();
    return this;
  }

  TcpClient listen(String address) throws IOException {
    send(frame("register", address).put("ack", true));
    assertThat(read()).isEqualTo(frame("registered", address));
    return this;
  }

  void send(JsonObject frame) throws IOException {
    send(frame.encode());
  }

  void send(String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    byte[] frame = new byte[Integer.BYTES + bytes.length];
    ByteBuffer.wrap(frame).putInt(bytes.length).put(bytes);
    sendRaw(frame);
  }

  void sendRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  JsonObject read() throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return new JsonObject(new String(frame, UTF_8));
  }

  /** Sends a frame and reads what comes back. */
  JsonObject ask(JsonObject frame) throws IOException {
    send(frame);
    return read();
  }

  /** Whatever was due has come before the pong. */
  void assertNothingComes() throws IOException {
    assertThat(ask(frame("ping"))).isEqualTo(frame("pong"));
  }

  void assertClosed() throws IOException {
    try {
      assertThat(in.read()).isEqualTo(-1);
    } catch (EOFException | SocketException closed) {
      assertThat(closed).isNotNull();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
