package io.marketswarm.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.marketswarm.ui.Chromium;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A browser as its user has it: nothing listens to what its pages load. The tool that drives the
 * tests has every request and every event of a stream told to it as text, which costs a page with a
 * live market more than all that the page does itself. Here the browser is asked by its own
 * protocol, and only what a benchmark wants to know.
 */
final class UnwatchedBrowser implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final long LOOK_MILLIS = 50;

  private final Path profile;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();

  /** Empty where there is no browser. */
  static Optional<UnwatchedBrowser> start() throws IOException, InterruptedException {
    Optional<Path> executable = Chromium.executable();
    return executable.isEmpty()
        ? Optional.empty()
        : Optional.of(new UnwatchedBrowser(executable.get()));
  }

  private UnwatchedBrowser(Path executable) throws IOException, InterruptedException {
    profile = Files.createTempDirectory(Path.of("target"), "browser-").toAbsolutePath();
    List<String> command = new ArrayList<>(List.of(executable.toString(), "--headless=new"));
    command.addAll(Chromium.OPTIONS);
    command.addAll(
        List.of(
            "--ignore-certificate-errors",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    socket = client.newWebSocketBuilder().buildAsync(whereItListens(), new Answers()).join();
  }

  private URI whereItListens() throws IOException, InterruptedException {
    Path told = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      List<String> lines = Files.exists(told) ? Files.readAllLines(told) : List.of();
      if (lines.size() == 2) {
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new IOException("the browser did not come up");
  }

  /** A page of a visitor who has never been here. */
  Tab visit(int width, int height) {
    String visitor = text(ask(null, "Target.createBrowserContext", with()), "browserContextId");
    JsonObject page = with("url", "about:blank", "browserContextId", visitor);
    String target = text(ask(null, "Target.createTarget", page), "targetId");
    JsonObject attach = with("targetId", target);
    attach.addProperty("flatten", true);
    Tab tab = new Tab(visitor, text(ask(null, "Target.attachToTarget", attach), "sessionId"));
    JsonObject size = with();
    size.addProperty("width", width);
    size.addProperty("height", height);
    size.addProperty("deviceScaleFactor", 1);
    size.addProperty("mobile", false);
    tab.ask("Emulation.setDeviceMetricsOverride", size);
    return tab;
  }

  private static JsonObject with(String... pairs) {
    JsonObject parameters = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      parameters.addProperty(pairs[i], pairs[i + 1]);
    }
    return parameters;
  }

  private JsonObject ask(String session, String method, JsonObject parameters) {
    int id = ids.incrementAndGet();
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", parameters);
    if (session != null) {
      message.addProperty("sessionId", session);
    }
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    asked.put(id, answer);
    synchronized (socket) {
      socket.sendText(message.toString(), true).join();
    }
    JsonObject said = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (said.has("error")) {
      throw new IllegalStateException(method + ": " + said.get("error"));
    }
    return said.getAsJsonObject("result");
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  /** The processes that draw pages, without those in which the browser draws itself. */
  List<Long> ofPages() {
    return processes().filter(UnwatchedBrowser::drawsPages).map(ProcessHandle::pid).toList();
  }

  List<Long> all() {
    return processes().map(ProcessHandle::pid).toList();
  }

  private Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private static boolean drawsPages(ProcessHandle process) {
    try {
      String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return command.contains("--type=renderer") && !command.contains("--top-chrome-webui");
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> processes = processes().toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(ended -> ended.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException left) {
      System.err.println("left behind: " + profile);
    }
  }

  /** One page of one visitor. */
  final class Tab implements AutoCloseable {
    private final String visitor;
    private final String session;

    private Tab(String visitor, String session) {
      this.visitor = visitor;
      this.session = session;
    }

    JsonObject ask(String method, JsonObject parameters) {
      return UnwatchedBrowser.this.ask(session, method, parameters);
    }

    JsonObject ask(String method) {
      return ask(method, with());
    }

    /** What sites have this visitor carry. */
    JsonElement cookies() {
      JsonObject mine = with("browserContextId", visitor);
      return UnwatchedBrowser.this.ask(null, "Storage.getCookies", mine).get("cookies");
    }

    void carry(JsonElement cookies) {
      JsonObject mine = with("browserContextId", visitor);
      mine.add("cookies", cookies);
      UnwatchedBrowser.this.ask(null, "Storage.setCookies", mine);
    }

    /** Runs a script in every document of this page before anything of its own. */
    void begin(String script) {
      ask("Page.enable");
      ask("Page.addScriptToEvaluateOnNewDocument", with("source", script));
    }

    void go(String address) {
      ask("Page.navigate", with("url", address));
    }

    /** Waits until an expression is true, in whichever document is there by then. */
    void await(String expression) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!evaluate("Boolean(" + expression + ")").getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("never true: " + expression);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }

    JsonElement evaluate(String expression) {
      JsonObject parameters = with("expression", expression);
      parameters.addProperty("returnByValue", true);
      return ask("Runtime.evaluate", parameters).getAsJsonObject("result").get("value");
    }

    /** One of the figures that the browser keeps of a page: durations in seconds, else counts. */
    double figure(String name) {
      return BrowsedNode.figure(ask("Performance.getMetrics"), name);
    }

    @Override
    public void close() {
      UnwatchedBrowser.this.ask(
          null, "Target.disposeBrowserContext", with("browserContextId", visitor));
    }
  }

  /** Gathers the pieces of what the browser says; what nobody asked for is let go. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder pieces = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
      pieces.append(piece);
      if (last) {
        JsonObject message = JsonParser.parseString(pieces.toString()).getAsJsonObject();
        pieces.setLength(0);
        if (message.has("id")) {
          asked.remove(message.get("id").getAsInt()).complete(message);
        }
      }
      from.request(1);
      return null;
    }
  }
}
