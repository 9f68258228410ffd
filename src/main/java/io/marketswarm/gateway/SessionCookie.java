package io.marketswarm.gateway;

import io.marketswarm.web.identity.SessionCredential;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The cookie that carries a session, and the domain that apex and www share. */
final class SessionCookie {
  private static final String SET_COOKIE = "Set-Cookie";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Below a country, these are nobody's domain either ({@code co.uk}). */
  private static final Set<String> COUNTRY_REGISTRIES =
      Set.of("co", "com", "net", "org", "gov", "edu", "ac", "ne", "or", "go", "gob", "mil");

  private static final int COUNTRY_LETTERS = 2;
  private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");

  private final Optional<String> configuredDomain;

  SessionCookie(Optional<String> configuredDomain) {
    this.configuredDomain = configuredDomain;
  }

  void set(MultiMap headers, Arrival arrival, String token, Duration life, Instant now) {
    headers.add(SET_COOKIE, cookie(arrival, token, life, now, arrival.secure()));
  }

  /** Removes it whichever way it was set. */
  void clear(MultiMap headers, Arrival arrival) {
    headers.add(SET_COOKIE, cookie(arrival, "", Duration.ZERO, Instant.EPOCH, true));
    headers.add(SET_COOKIE, cookie(arrival, "", Duration.ZERO, Instant.EPOCH, false));
  }

  private String cookie(Arrival arrival, String token, Duration life, Instant now, boolean secure) {
    return SessionCredential.COOKIE
        + "="
        + token
        + "; Max-Age="
        + life.toSeconds()
        + domain(arrival.hostName()).map(domain -> "; Domain=" + domain).orElse("")
        + "; Path=/; Expires="
        + DATE.format(now.plus(life))
        + "; HttpOnly"
        + (secure ? "; Secure" : "")
        + "; SameSite=Lax";
  }

  /** The domain of a cookie set at this host; empty for the host alone. */
  Optional<String> domain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (configuredDomain.isPresent()) {
      return configuredDomain.filter(domain -> ("." + name).endsWith(domain));
    }
    String[] labels = name.split("\\.");
    boolean ownName =
        labels.length < 2
            || !HOST_NAME.matcher(name).matches()
            || labels[labels.length - 1].equals("local")
            || labels[labels.length - 1].equals("localhost")
            || NetUtil.isValidIpV4Address(name);
    if (ownName) {
      return Optional.empty();
    }
    int kept = isCountryRegistry(labels) ? 3 : 2;
    if (labels.length < kept) {
      return Optional.empty();
    }
    StringBuilder domain = new StringBuilder();
    for (int i = labels.length - kept; i < labels.length; i++) {
      domain.append('.').append(labels[i]);
    }
    return Optional.of(domain.toString());
  }

  private static boolean isCountryRegistry(String[] labels) {
    return labels[labels.length - 1].length() == COUNTRY_LETTERS
        && COUNTRY_REGISTRIES.contains(labels[labels.length - 2]);
  }
}
