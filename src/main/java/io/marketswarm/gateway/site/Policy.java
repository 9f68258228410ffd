package io.marketswarm.gateway.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a browser may do on a page of the UI. */
final class Policy {
  private Policy() {}

  /**
   * The header {@code Content-Security-Policy}.
   *
   * @param scripts hashes of those that may run though they stand in the page
   */
  static String allowing(String scripts) {
    return "default-src 'none'; script-src 'self' "
        + scripts
        + "; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
        + " manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
  }

  /** By which a policy lets a script stand in the page. */
  static String hash(String script) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
