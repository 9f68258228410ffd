import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** Run it with: BRIDGE_TOKEN=... java BridgeClient.java 127.0.0.1 7000 */
public class BridgeClient {
  public static void main(String[] args) throws IOException {
    try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      send(out, "{'type':'auth','token':'" + System.getenv("BRIDGE_TOKEN") + "'}");
      System.out.println(read(in)); // {"type":"auth","ok":true,"exp":...}
      send(out, "{'type':'register','address':'integrator.hello','ack':true}");
      System.out.println(read(in)); // {"type":"registered","address":"integrator.hello"}
      send(out, "{'type':'publish','address':'integrator.hello','body':'Hello from Java'}");
      System.out.println(read(in)); // {"type":"message","address":"integrator.hello",...}
    }
  }

  static void send(DataOutputStream out, String frame) throws IOException {
    byte[] json = frame.replace('\'', '"').getBytes(UTF_8);
    out.writeInt(json.length);
    out.write(json);
  }

  static String read(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }
}
