package io.marketswarm.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that is told what to do on standard input, and answers each line with one. */
final class ToldProcess implements AutoCloseable {
  private static final int GONE_SECONDS = 5;

  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  ToldProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(US_ASCII);
    in = process.outputWriter(US_ASCII);
    String first = out.readLine();
    if (!"ready".equals(first)) {
      throw new IOException(command.get(0) + " says " + first);
    }
  }

  /** A class of ours in a JVM of its own. */
  static ToldProcess java(List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ToldProcess(command);
  }

  String tell(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
    String answer = out.readLine();
    if (answer == null) {
      throw new IOException("ended instead of answering to " + line);
    }
    return answer;
  }

  long pid() {
    return process.pid();
  }

  /** Time on a processor so far of all threads of a process. */
  static long cpuNanos(long pid) throws IOException {
    long sum = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        sum += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
      }
    }
    return sum;
  }

  /** Resident memory of a process. */
  static long residentBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("no VmRSS of " + pid);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GONE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
