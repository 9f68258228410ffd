package io.marketswarm.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** Where somebody goes on after signing in or out: a page of ours, never of somebody else. */
final class NextPage {
  private static final String HOME = "/";
  private static final Pattern OWN = Pattern.compile("/(?![/\\\\])[^\\x00-\\x20\\x7f\\\\]*");
  private static final int LONGEST = 2_000;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private NextPage() {}

  static String of(String asked) {
    return asked != null && asked.length() <= LONGEST && OWN.matcher(asked).matches()
        ? encoded(asked)
        : HOME;
  }

  /** A header holds ASCII only. */
  private static String encoded(String page) {
    StringBuilder out = new StringBuilder();
    for (byte octet : page.getBytes(UTF_8)) {
      if (octet > ' ' && octet <= '~') {
        out.append((char) octet);
      } else {
        out.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return out.toString();
  }
}
