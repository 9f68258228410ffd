package io.marketswarm.store.embedded;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Logs in to a MySQL-compatible server and leaves again. The password is not sent, so a stranger on
 * the port learns nothing, and only our server accepts it.
 */
final class MySqlLogin {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int PROTOCOL = 10;
  private static final int ERROR = 0xff;
  private static final int OK = 0;
  private static final int SALT_START = 8;
  private static final int SALT_END = 12;
  private static final int BETWEEN_SALTS = 19;
  private static final int UTF8MB4 = 45;
  private static final int MAX_PACKET = 1 << 24;
  private static final int UNUSED = 23;

  /** Long passwords, database name, protocol 4.1, salted login, named login method. */
  private static final int CAPABILITIES = 0x1 | 0x8 | 0x200 | 0x8000 | 0x80000;

  private static final byte[] QUIT = {1, 0, 0, 0, 1};

  private MySqlLogin() {}

  /** Empty when the login succeeded, else what the server said against it. */
  static String attempt(int port, String user, String password, String database)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      ByteBuffer greeting = packet(in);
      int kind = Byte.toUnsignedInt(greeting.get());
      if (kind == ERROR) {
        return error(greeting);
      }
      if (kind != PROTOCOL) {
        throw new IOException("no MySQL-compatible server answers on port " + port);
      }
      socket.getOutputStream().write(answer(salt(greeting), user, password, database));
      ByteBuffer verdict = packet(in);
      int result = Byte.toUnsignedInt(verdict.get());
      socket.getOutputStream().write(QUIT);
      return switch (result) {
        case OK -> "";
        case ERROR -> error(verdict);
        default -> "the server wants another way of logging in";
      };
    }
  }

  /** What a server keeps of a password: enough to check a login, not enough to make one. */
  static String stored(String password) {
    byte[] twice = sha1(sha1(password.getBytes(StandardCharsets.UTF_8)));
    return "*" + HexFormat.of().withUpperCase().formatHex(twice);
  }

  private static ByteBuffer packet(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    in.readUnsignedByte();
    byte[] payload = in.readNBytes(length);
    if (payload.length < length || length == 0) {
      throw new EOFException("the server hung up");
    }
    return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] salt(ByteBuffer greeting) {
    while (greeting.get() != 0) {
      // The version of the server, up to its end.
      continue;
    }
    greeting.getInt();
    byte[] salt = new byte[SALT_START + SALT_END];
    greeting.get(salt, 0, SALT_START);
    greeting.position(greeting.position() + BETWEEN_SALTS);
    greeting.get(salt, SALT_START, SALT_END);
    return salt;
  }

  private static byte[] answer(byte[] salt, String user, String password, String database) {
    byte[] proof = password.isEmpty() ? new byte[0] : proof(salt, password);
    ByteBuffer packet = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    packet.position(4);
    packet.putInt(CAPABILITIES).putInt(MAX_PACKET).put((byte) UTF8MB4).put(new byte[UNUSED]);
    packet.put(text(user)).put((byte) proof.length).put(proof);
    packet.put(text(database)).put(text("mysql_native_password"));
    int length = packet.position() - 4;
    packet.putInt(0, length | 1 << 24);
    return Arrays.copyOf(packet.array(), packet.position());
  }

  private static byte[] proof(byte[] salt, String password) {
    byte[] once = sha1(password.getBytes(StandardCharsets.UTF_8));
    byte[] mask = sha1(salt, sha1(once));
    for (int i = 0; i < once.length; i++) {
      once[i] ^= mask[i];
    }
    return once;
  }

  private static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static String error(ByteBuffer packet) {
    int code = Short.toUnsignedInt(packet.getShort());
    byte[] rest = new byte[packet.remaining()];
    packet.get(rest);
    return code + " " + new String(rest, StandardCharsets.UTF_8);
  }
}
