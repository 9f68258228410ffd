package io.marketswarm.bench;

import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.SessionTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a browser sends along when it opens a stream; servers may have to keep it. */
final class BrowserHeaders {
  private static final Map<String, String> ALWAYS = new LinkedHashMap<>();

  static {
    ALWAYS.put("accept", "text/event-stream");
    ALWAYS.put("accept-encoding", "gzip, deflate, br, zstd");
    ALWAYS.put("accept-language", "en-US,en;q=0.9");
    ALWAYS.put("cache-control", "no-cache");
    ALWAYS.put("referer", "https://localhost/desk");
    ALWAYS.put("sec-fetch-dest", "empty");
    ALWAYS.put("sec-fetch-mode", "cors");
    ALWAYS.put("sec-fetch-site", "same-origin");
    ALWAYS.put(
        "user-agent",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
            + " Safari/537.36");
  }

  private final SessionTokens tokens;
  private int visitors;

  /**
   * @param secret with which sessions are signed; empty for visitors without one
   */
  BrowserHeaders(String secret) {
    tokens =
        secret.isEmpty()
            ? null
            : new SessionTokens(secret, Duration.ofDays(1), InstantSource.system());
  }

  /** Those of the next visitor, somebody else each time. */
  Map<String, String> next() {
    if (tokens == null) {
      return ALWAYS;
    }
    String name = "reader-" + ++visitors;
    Identity reader =
        new Identity("fotw", name, name + "@example.com", name, List.of("subscriber"), "Navigator");
    Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
    headers.put("cookie", "ms_session=" + tokens.issue(reader));
    return headers;
  }
}
