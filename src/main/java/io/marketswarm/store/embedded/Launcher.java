package io.marketswarm.store.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts processes that end with this JVM, even when it is killed, and that a Ctrl+C in the
 * terminal does not reach.
 */
final class Launcher {
  /** How a child learns that the JVM is gone. */
  private enum Guard {
    /** The kernel signals it; the child has a session of its own. */
    DEATH_SIGNAL,
    /** A shell between JVM and child waits for the end of its standard input. */
    PIPE,
    /** It does not; the next start finds and stops it. */
    NONE
  }

  private static final List<String> SIGNALLED = List.of("setsid", "setpriv", "--pdeathsig", "TERM");

  /** The server starts when told so: after its pid has been written down. */
  private static final String HELD = "IFS= read -r go && exec \"$@\"";

  private static final String WATCHED =
      """
      set -m 2>/dev/null
      trap '' INT TERM HUP
      IFS= read -r go || exit 1
      input=
      while IFS= read -r line && [ "$line" != "$go" ]; do
        input="$input$line
      "
      done
      log=$1
      shift
      printf '%s' "$input" | (trap - INT TERM HUP; exec "$@") >>"$log" 2>&1 &
      echo $!
      cat >/dev/null
      kill $! 2>/dev/null
      wait $!
      """;

  /** The word that starts a server; as a line of its own it also ends the input. */
  private static final String GO = "--go--\n";

  /**
   * The kernel's signal comes when the thread that started the child ends, so one thread starts
   * them all and lives as long as the JVM.
   */
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "store-launcher");
            thread.setDaemon(true);
            return thread;
          });

  private static final Guard GUARD = guard(Platform.current());

  private Launcher() {}

  /** Starts a process; {@code born} hears of it before it does anything. */
  static Child launch(Launch launch, Consumer<ProcessHandle> born) throws IOException {
    try {
      return STARTER.submit(() -> start(launch, born)).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof UncheckedIOException cause) {
        throw cause.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting " + launch.command().get(0), e);
    }
  }

  /** Lets a guard end whose server has ended. */
  static void release(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is gone, and so is what waited at its other end.
      return;
    }
  }

  private static Child start(Launch launch, Consumer<ProcessHandle> born) throws IOException {
    return switch (GUARD) {
      case DEATH_SIGNAL -> {
        Process process = spawn(launch, shell(SIGNALLED, HELD, launch), true);
        yield direct(process, GO + launch.input(), born);
      }
      case NONE -> direct(spawn(launch, launch.command(), true), launch.input(), born);
      case PIPE -> {
        List<String> command = shell(List.of(), WATCHED, launch);
        command.add(command.indexOf("sh") + 4, launch.log().toString());
        yield watched(spawn(launch, command, false), launch, born);
      }
    };
  }

  private static Child direct(Process process, String input, Consumer<ProcessHandle> born)
      throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      born.accept(process.toHandle());
      in.write(input.getBytes(StandardCharsets.UTF_8));
      return new Child(process, process.toHandle());
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Child watched(Process process, Launch launch, Consumer<ProcessHandle> born)
      throws IOException {
    String ended = launch.input().isEmpty() || launch.input().endsWith("\n") ? "" : "\n";
    OutputStream in = process.getOutputStream();
    in.write((GO + launch.input() + ended + GO).getBytes(StandardCharsets.UTF_8));
    in.flush();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      String pid = out.readLine();
      if (pid == null) {
        throw new IOException("the shell that starts " + launch.command().get(0) + " ended");
      }
      ProcessHandle server =
          ProcessHandle.of(Long.parseLong(pid.strip())).orElse(process.toHandle());
      born.accept(server);
      return new Child(process, server);
    }
  }

  private static Process spawn(Launch launch, List<String> command, boolean outputToLog)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(launch.directory().toFile());
    if (outputToLog) {
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    } else {
      builder.redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    }
    return builder.start();
  }

  private static List<String> shell(List<String> before, String script, Launch launch) {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of("sh", "-c", script, "sh"));
    command.addAll(launch.command());
    return command;
  }

  private static Guard guard(Platform platform) {
    if (platform.isWindows()) {
      return Guard.NONE;
    }
    List<String> trial = new ArrayList<>(SIGNALLED);
    trial.add("true");
    return platform.isLinux() && runs(trial) ? Guard.DEATH_SIGNAL : Guard.PIPE;
  }

  private static boolean runs(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
