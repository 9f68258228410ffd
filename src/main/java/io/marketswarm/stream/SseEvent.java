package io.marketswarm.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.Objects;

/**
 * One server-sent event, framed once for everybody who will get it. Its id is not part of it: the
 * same event may have another one for each kind of stream.
 */
public final class SseEvent {
  private static final byte[] EVENT = "event: ".getBytes(UTF_8);
  private static final byte[] DATA = "\ndata: ".getBytes(UTF_8);

  private final String name;
  private final String subject;
  private final byte[] frame;

  private SseEvent(String name, String subject, byte[] frame) {
    this.name = name;
    this.subject = subject;
    this.frame = frame;
  }

  public static SseEvent of(String name, Buffer data) {
    return of(name, data.getBytes());
  }

  public static SseEvent of(String name, String data) {
    return of(name, data.getBytes(UTF_8));
  }

  /**
   * @param data read, not kept; lines after the first arrive as the standard says, joined again
   */
  public static SseEvent of(String name, byte[] data) {
    if (name.isEmpty() || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("no name of an event: \"" + name + "\"");
    }
    return new SseEvent(name, "", frame(name.getBytes(UTF_8), data));
  }

  /** Several events that always leave together, such as a base and the changes to it. */
  public static SseEvent series(SseEvent first, Collection<SseEvent> rest) {
    if (rest.isEmpty()) {
      return first;
    }
    int size = first.frame.length + rest.stream().mapToInt(event -> event.frame.length).sum();
    byte[] frames = new byte[size];
    int end = append(frames, 0, first.frame);
    for (SseEvent event : rest) {
      end = append(frames, end, event.frame);
    }
    return new SseEvent(first.name, first.subject, frames);
  }

  /** The same event, said to be about something: of those, newest wins for each subject. */
  public SseEvent about(String newSubject) {
    return new SseEvent(name, Objects.requireNonNull(newSubject), frame);
  }

  public String name() {
    return name;
  }

  public String subject() {
    return subject;
  }

  /** Bytes on the wire, without the id. */
  public int size() {
    return frame.length;
  }

  byte[] frame() {
    return frame;
  }

  @Override
  public String toString() {
    return new String(frame, UTF_8).strip();
  }

  private static byte[] frame(byte[] name, byte[] data) {
    int breaks = 0;
    for (int i = 0; i < data.length; i++) {
      if (isBreak(data, i)) {
        breaks++;
      }
    }
    int most = EVENT.length + name.length + data.length + (breaks + 1) * DATA.length + 2;
    byte[] frame = new byte[most];
    int end = append(frame, 0, EVENT);
    end = append(frame, end, name);
    end = append(frame, end, DATA);
    if (breaks == 0) {
      end = append(frame, end, data);
    } else {
      end = appendLines(frame, end, data);
    }
    frame[end++] = '\n';
    frame[end++] = '\n';
    return end == most ? frame : java.util.Arrays.copyOf(frame, end);
  }

  private static int appendLines(byte[] frame, int start, byte[] data) {
    int end = start;
    for (int i = 0; i < data.length; i++) {
      if (isBreak(data, i)) {
        end = append(frame, end, DATA);
      } else if (data[i] != '\r') {
        frame[end++] = data[i];
      }
    }
    return end;
  }

  /** A line ends with LF, CR, or both; of CR LF the LF counts. */
  private static boolean isBreak(byte[] data, int i) {
    boolean beforeLineFeed = i + 1 < data.length && data[i + 1] == '\n';
    return data[i] == '\n' || (data[i] == '\r' && !beforeLineFeed);
  }

  private static int append(byte[] frame, int at, byte[] part) {
    System.arraycopy(part, 0, frame, at, part.length);
    return at + part.length;
  }
}
