package io.marketswarm.store.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The least of a Redis client: sends a command, reads an answer of one line or one text. */
final class RespSocket implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int END_OF_LINE = 2;

  private final Socket socket;
  private final InputStream in;

  private RespSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static RespSocket open(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return new RespSocket(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The answer; an error keeps its leading minus, a missing value is empty. */
  String send(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
    String line = line();
    return switch (line.charAt(0)) {
      case '+', ':' -> line.substring(1);
      case '-' -> line;
      case '$' -> text(Integer.parseInt(line.substring(1)));
      default -> throw new IOException("no Redis answers on port " + socket.getPort());
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String text(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length + END_OF_LINE);
    if (bytes.length < length + END_OF_LINE) {
      throw new EOFException("the server on port " + socket.getPort() + " hung up");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server on port " + socket.getPort() + " hung up");
      }
      line.append((char) c);
    }
    if (line.length() < 2) {
      throw new IOException("no Redis answers on port " + socket.getPort());
    }
    return line.substring(0, line.length() - 1);
  }
}
