package io.marketswarm.web.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compact JWTs signed with HMAC-SHA-256 and nothing else: a token that names another algorithm, or
 * none, is no token. Lifetimes are the business of whoever gives the token a meaning.
 */
public final class Hs256 {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /** Reads claims three times as fast as the binding of objects, where a class path has that. */
  private static final JacksonCodec CODEC = new JacksonCodec();

  /** No claims of ours come near this; what is longer is not worth the arithmetic. */
  private static final int LONGEST = 8 << 10;

  private static final int FINGERPRINT_DIGITS = 10;

  /** To look the algorithm up and prepare the key costs as much as a signature. */
  private final ThreadLocal<Mac> prepared;

  public Hs256(String secret) {
    SecretKeySpec key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    prepared = ThreadLocal.withInitial(() -> mac(key));
  }

  public String sign(JsonObject claims) {
    String content = HEADER + '.' + encoded(claims.encode());
    return content + '.' + encoded(signature(content));
  }

  /** The claims of a token that was signed with this secret. */
  public Optional<JsonObject> verify(String token) {
    int dot = token.lastIndexOf('.');
    if (dot < 0 || token.length() > LONGEST) {
      return Optional.empty();
    }
    Optional<byte[]> claimed = decoded(token.substring(dot + 1));
    String content = token.substring(0, dot);
    int middle = content.indexOf('.');
    boolean signed =
        middle > 0
            && claimed.isPresent()
            && MessageDigest.isEqual(claimed.get(), signature(content))
            && namesOurAlgorithm(content.substring(0, middle));
    return signed ? json(content.substring(middle + 1)) : Optional.empty();
  }

  /** Most headers are ours to the letter, and need no reading. */
  private static boolean namesOurAlgorithm(String header) {
    return header.equals(HEADER)
        || json(header).filter(read -> "HS256".equals(read.getValue("alg"))).isPresent();
  }

  /** What a token claims, whoever made it; good for nothing but choosing the key to verify with. */
  public static Optional<JsonObject> unverified(String token) {
    String[] parts = token.split("\\.", -1);
    return parts.length == 3 && token.length() <= LONGEST ? json(parts[1]) : Optional.empty();
  }

  /** The agreed way to tell secrets apart in a log without showing them. */
  public static String fingerprint(String secret) {
    return digest(secret).substring(0, FINGERPRINT_DIGITS);
  }

  /** SHA-256 in hex. */
  public static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private byte[] signature(String content) {
    return prepared.get().doFinal(content.getBytes(US_ASCII));
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<byte[]> decoded(String part) {
    try {
      return Optional.of(DECODER.decode(part));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static JsonObject object(byte[] json) {
    return (JsonObject) CODEC.fromBuffer(Buffer.buffer(json), Object.class);
  }

  private static Optional<JsonObject> json(String part) {
    try {
      return decoded(part).map(Hs256::object);
    } catch (DecodeException | ClassCastException notAnObject) {
      return Optional.empty();
    }
  }
}
