package io.marketswarm.web.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate and its key as they lay in their files at one moment.
 *
 * @param notAfter when the certificate ends
 */
record Certificate(Buffer chain, Buffer key, Instant notAfter) {
  private static final List<String> KINDS = List.of("EC", "RSA");
  private static final Pattern PLAIN_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /**
   * Reads a pair of PEM files. Blocks.
   *
   * @throws IllegalStateException when they cannot be read, or do not belong together
   */
  static Certificate read(PemFiles files) {
    try {
      byte[] chain = Files.readAllBytes(files.certificate());
      byte[] key = Files.readAllBytes(files.key());
      X509Certificate first =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(chain));
      Certificate read =
          new Certificate(
              Buffer.buffer(chain), Buffer.buffer(key), first.getNotAfter().toInstant());
      read.requireKeyOf(first);
      return read;
    } catch (IOException | GeneralSecurityException unusable) {
      throw new IllegalStateException(
          "the certificate " + files.certificate() + " cannot be used: " + unusable.getMessage(),
          unusable);
    }
  }

  /** A server takes any two; with two that do not fit, every handshake fails. */
  private void requireKeyOf(X509Certificate first) throws GeneralSecurityException {
    Matcher plain = PLAIN_KEY.matcher(key.toString());
    PrivateKey own =
        plain.find()
            ? KeyFactory.getInstance(first.getPublicKey().getAlgorithm())
                .generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(plain.group(1))))
            : keptKey();
    String algorithm = own.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(own);
    byte[] signed = signature.sign();
    signature.initVerify(first.getPublicKey());
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the key belongs to another certificate");
    }
  }

  /** A key of any other form that the server can read; it goes through a key store, slowly. */
  private PrivateKey keptKey() throws GeneralSecurityException {
    try {
      for (KeyManager manager : options().getKeyManagerFactory(null).getKeyManagers()) {
        if (manager instanceof X509KeyManager keys) {
          for (String kind : KINDS) {
            String[] names = keys.getServerAliases(kind, null);
            if (names != null && names.length > 0) {
              return keys.getPrivateKey(names[0]);
            }
          }
        }
      }
    } catch (Exception unreadable) {
      throw new GeneralSecurityException("the key cannot be read", unreadable);
    }
    throw new GeneralSecurityException("there is no key of a kind that is known");
  }

  PemKeyCertOptions options() {
    return new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
  }

  /** Whether the files still say the same. Blocks. */
  boolean isStillIn(PemFiles files) {
    try {
      return Arrays.equals(chain.getBytes(), Files.readAllBytes(files.certificate()))
          && Arrays.equals(key.getBytes(), Files.readAllBytes(files.key()));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Certificate[until " + notAfter + "]";
  }
}
