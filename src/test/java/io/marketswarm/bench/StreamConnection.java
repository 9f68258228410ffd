package io.marketswarm.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** One connection of the load generator, with one stream over HTTP/1.1 or several over HTTP/2. */
abstract class StreamConnection {
  /** What is between the protocol and the socket. */
  interface Layer {
    void write(ByteBuffer bytes) throws IOException;

    /** Reads what there is and hands it on in clear. */
    void read(StreamConnection to) throws IOException;
  }

  protected final Deliveries deliveries;
  protected final int firstStream;
  protected final String path;
  private final Layer layer;

  StreamConnection(Layer layer, String path, Deliveries deliveries, int firstStream) {
    this.layer = layer;
    this.path = path;
    this.deliveries = deliveries;
    this.firstStream = firstStream;
  }

  /** Asks for its streams with these headers. */
  abstract void open(Map<String, String> headers) throws IOException;

  abstract void arrived(byte[] data, int from, int to, long now) throws IOException;

  /** How many of its streams have begun. */
  abstract int streams();

  final void read() throws IOException {
    layer.read(this);
  }

  protected final void write(byte[] bytes) throws IOException {
    layer.write(ByteBuffer.wrap(bytes));
  }

  /** Clear text. All connections share a buffer, since each is read to its end at once. */
  static final class Clear implements Layer {
    private static final ByteBuffer BUFFER = ByteBuffer.allocateDirect(256 << 10);
    private static final byte[] BYTES = new byte[256 << 10];

    private final SocketChannel socket;

    Clear(SocketChannel socket) {
      this.socket = socket;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        socket.write(bytes);
      }
    }

    @Override
    public void read(StreamConnection to) throws IOException {
      BUFFER.clear();
      int size = socket.read(BUFFER);
      if (size < 0) {
        throw new IOException("closed by the server");
      }
      if (size > 0) {
        BUFFER.flip();
        BUFFER.get(BYTES, 0, size);
        to.arrived(BYTES, 0, size, System.nanoTime());
      }
    }
  }

  /** HTTP/1.1: one stream. */
  static final class Http1 extends StreamConnection {
    private boolean begun;

    Http1(Layer layer, String path, Deliveries deliveries, int firstStream) {
      super(layer, path, deliveries, firstStream);
    }

    @Override
    void open(Map<String, String> headers) throws IOException {
      StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n");
      headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
      write(request.append("\r\n").toString().getBytes(US_ASCII));
    }

    @Override
    void arrived(byte[] data, int from, int to, long now) {
      begun = true;
      deliveries.arrived(firstStream, data, from, to, now);
    }

    @Override
    int streams() {
      return begun ? 1 : 0;
    }
  }
}
