package io.marketswarm.truth;

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

  private static final Pattern URL_LOGIN =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)[^/\\s?#]*@");

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
    return URL_LOGIN.matcher(text).find();
  }

  /** The text with the logins of all its URLs removed. */
  static String withoutLogin(String text) {
    return URL_LOGIN.matcher(text).replaceAll("${scheme}");
  }

  static boolean isCertainlySecret(String name) {
    return CERTAINLY_SECRET.matcher(name).find();
  }
}
