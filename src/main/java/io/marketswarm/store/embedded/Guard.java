package io.marketswarm.store.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How a server learns that the JVM which started it is gone, even when that was killed. */
enum Guard {
  /** The kernel tells it. It has a session of its own, so a terminal's Ctrl+C is not for it. */
  DEATH_SIGNAL {
    @Override
    Child start(Launch launch, Consumer<ProcessHandle> born) throws IOException {
      List<String> command = new ArrayList<>(SIGNALLED);
      command.addAll(List.of("sh", "-c", HELD, "sh"));
      command.addAll(launch.command());
      return direct(builder(launch, command), GO + launch.input(), born);
    }
  },

  /** A shell between the two waits for the end of its input. */
  PIPE {
    @Override
    Child start(Launch launch, Consumer<ProcessHandle> born) throws IOException {
      List<String> command = new ArrayList<>(List.of("sh", "-c", WATCHED, "sh"));
      command.add(launch.log().toString());
      command.addAll(launch.command());
      ProcessBuilder builder = builder(launch, command).redirectErrorStream(false);
      builder.redirectOutput(Redirect.PIPE);
      builder.redirectError(Redirect.appendTo(launch.log().toFile()));
      return watched(builder, launch, born);
    }
  },

  /** It does not; the next start finds it by what was written down, and stops it. */
  NONE {
    @Override
    Child start(Launch launch, Consumer<ProcessHandle> born) throws IOException {
      return direct(builder(launch, launch.command()), launch.input(), born);
    }
  };

  private static final List<String> SIGNALLED = List.of("setsid", "setpriv", "--pdeathsig", "TERM");

  /** The word that lets a server start; as a line of its own it also ends the input of a shell. */
  private static final String GO = "--go--\n";

  /** A server starts when its pid has been written down; if that never happens, it never does. */
  private static final String HELD = "IFS= read -r go && exec \"$@\"";

  /** Job control, where there is a terminal, keeps the server out of the reach of Ctrl+C. */
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
      exec >/dev/null
      cat
      kill $! 2>/dev/null
      wait $!
      """;

  /** What a server may see of our environment, which may hold keys of others. */
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "TZ",
          "LD_LIBRARY_PATH",
          "DYLD_LIBRARY_PATH",
          "SystemRoot",
          "TEMP");

  /**
   * Starts a process; {@code born} hears of it before it does anything. The thread that calls this
   * must live as long as the JVM: the kernel's signal is tied to it.
   */
  abstract Child start(Launch launch, Consumer<ProcessHandle> born) throws IOException;

  /** The best one that works here. */
  static Guard best(Platform platform) {
    if (platform.isWindows()) {
      return NONE;
    }
    List<String> trial = new ArrayList<>(SIGNALLED);
    trial.add("true");
    return platform.isLinux() && runs(trial) ? DEATH_SIGNAL : PIPE;
  }

  private static ProcessBuilder builder(Launch launch, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(launch.directory().toFile());
    builder.environment().keySet().retainAll(ENVIRONMENT);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(launch.log().toFile()));
  }

  private static Child direct(ProcessBuilder builder, String input, Consumer<ProcessHandle> born)
      throws IOException {
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      born.accept(process.toHandle());
      in.write(input.getBytes(StandardCharsets.UTF_8));
      return new Child(process, process.toHandle());
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Child watched(ProcessBuilder builder, Launch launch, Consumer<ProcessHandle> born)
      throws IOException {
    Process shell = builder.start();
    OutputStream in = shell.getOutputStream();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII))) {
      in.write((GO + launch.input() + "\n" + GO).getBytes(StandardCharsets.UTF_8));
      in.flush();
      String pid = out.readLine();
      if (pid == null) {
        throw new IOException("no shell to start " + launch.command().get(0));
      }
      // A server that is gone already is represented by its shell, which ends too.
      ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElse(shell.toHandle());
      born.accept(server);
      return new Child(shell, server);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static boolean runs(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
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
