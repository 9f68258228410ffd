package io.marketswarm.truth;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which names stand for secrets, and how a value behind such a name may be shown. */
public final class SecretNames {
  public static final String MASK = "********";

  private static final Pattern SECRET_LIKE =
      Pattern.compile("key|secret|pass|token|database_url|webhook", Pattern.CASE_INSENSITIVE);

  /**
   * Names that are secrets wherever they stand. Narrower than {@link #SECRET_LIKE}, because outside
   * the environment a {@code key} is as a rule the name of a Redis key.
   */
  private static final Pattern CERTAINLY_SECRET =
      Pattern.compile(
          "(api_?key|secret|password|passwd|passphrase|token|credentials?|private_?key|webhook(_?url)?)$",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern URL =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?<rest>\\S*)");

  private static final Set<String> WEB = Set.of("http://", "https://", "ws://", "wss://");

  private static final Pattern AUTHORITY = Pattern.compile("[^/?#]*");

  /** A host with or without a port; what else stands before the first slash is part of a login. */
  private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^@:\\[\\]]+)(:\\d+)?");

  private SecretNames() {}

  /** Whether a variable of this name is taken for a secret. */
  public static boolean isSecretLike(String name) {
    return SECRET_LIKE.matcher(name).find();
  }

  /** The value as it may be shown: masked when the name is secret-like or it holds a login. */
  public static String masked(String name, String value) {
    if (isSecretLike(name) && !value.isEmpty()) {
      return MASK;
    }
    return withoutLogin(value);
  }

  /** Whether a text holds a URL with a user or password in it. */
  static boolean holdsLogin(String text) {
    return !withoutLogin(text).equals(text);
  }

  /** The text with the logins of all its URLs removed. */
  static String withoutLogin(String text) {
    return URL.matcher(text)
        .replaceAll(
            url -> Matcher.quoteReplacement(url.group(1) + afterLogin(url.group(1), url.group(2))));
  }

  /**
   * People write passwords into URLs as they are, with slashes and at signs, so the last at sign
   * ends the login, if there is one. Only on the web can an at sign belong to something else.
   */
  private static String afterLogin(String scheme, String rest) {
    int end = rest.lastIndexOf('@');
    if (end < 0) {
      return rest;
    }
    Matcher authority = AUTHORITY.matcher(rest);
    boolean plainHost =
        WEB.contains(scheme.toLowerCase(Locale.ROOT))
            && authority.lookingAt()
            && HOST.matcher(authority.group()).matches();
    return plainHost ? rest : rest.substring(end + 1);
  }

  static boolean isCertainlySecret(String name) {
    return CERTAINLY_SECRET.matcher(name).find();
  }
}
