package io.marketswarm.store.embedded;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with our class path, which a test may kill. */
record Jvm(Process process, BufferedReader output) {

  static Jvm run(Class<?> main, Object... arguments) throws IOException {
    return runWithPath(System.getenv("PATH"), main, arguments);
  }

  /** Runs one that finds only the programs of the given path. */
  static Jvm runWithPath(String path, Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PATH", path);
    Process process = builder.start();
    return new Jvm(
        process,
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
  }

  String line() throws IOException {
    return output.readLine();
  }

  /** Waits until it says this. */
  Jvm says(String expected) throws IOException {
    for (String line = line(); !expected.equals(line); line = line()) {
      if (line == null) {
        throw new EOFException("it ended without saying: " + expected);
      }
    }
    return this;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
