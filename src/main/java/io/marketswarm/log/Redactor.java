package io.marketswarm.log;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Hides secrets in text: those the node knows by value, and everything that looks like one
 * (credentials in URLs, bearer and signed tokens, values of secret-like names).
 */
public final class Redactor {
  public static final String MASK = "********";

  /** Names whose values are never shown. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("key|secret|pass|token|database_url|webhook", Pattern.CASE_INSENSITIVE);

  private static final Pattern URL_CREDENTIALS =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://[^\\s:/@]*):[^\\s@/]+@");
  private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[A-Za-z0-9._~+/=-]{8,}");
  private static final Pattern SIGNED_TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  private static final Pattern NAMED_VALUE =
      Pattern.compile(
          "(?i)(\\b[\\w.-]*(?:secret|passw(?:or)?d|token|api[_-]?key)\"?\\s*[=:]\\s*\"?)"
              + "([^\\s\",;&}]{4,})");

  /** A known value shorter than this is not searched for: it would mask ordinary words. */
  private static final int SHORTEST_KNOWN = 6;

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Whether a setting of this name holds a secret. */
  public static boolean isSecretName(String name) {
    return SECRET_NAME.matcher(name).find();
  }

  /** Hides this value wherever it appears from now on. */
  public void hide(String secret) {
    if (secret != null && secret.length() >= SHORTEST_KNOWN) {
      known.add(secret);
    }
  }

  public String redact(String text) {
    String out = text;
    for (String secret : known) {
      if (out.contains(secret)) {
        out = out.replace(secret, MASK);
      }
    }
    if (out.contains("://")) {
      out = URL_CREDENTIALS.matcher(out).replaceAll("$1:" + MASK + "@");
    }
    if (out.contains("eyJ")) {
      out = SIGNED_TOKEN.matcher(out).replaceAll(MASK);
    }
    out = BEARER.matcher(out).replaceAll("$1" + MASK);
    if (out.indexOf('=') >= 0 || out.indexOf(':') >= 0) {
      out = NAMED_VALUE.matcher(out).replaceAll("$1" + MASK);
    }
    return out;
  }
}
