package io.marketswarm.web.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
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
 * @param certificates the chain, the server's own first
 */
record Certificate(Buffer chain, Buffer key, List<X509Certificate> certificates, PrivateKey own) {
  private static final List<String> KINDS = List.of("EC", "RSA");
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----");
  private static final Pattern PLAIN_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /**
   * Reads a pair of PEM files. Blocks.
   *
   * @throws IllegalStateException when they cannot be read, or do not belong together
   */
  static Certificate read(PemFiles files) {
    try {
      Buffer chain = Buffer.buffer(Files.readAllBytes(files.certificate()));
      Buffer key = Buffer.buffer(Files.readAllBytes(files.key()));
      List<X509Certificate> certificates = certificates(chain);
      PrivateKey own = privateKey(chain, key, certificates.get(0));
      requireKeyOf(certificates.get(0), own);
      return new Certificate(chain, key, certificates, own);
    } catch (IOException | GeneralSecurityException unusable) {
      throw new IllegalStateException(
          "the certificate " + files.certificate() + " cannot be used: " + unusable.getMessage(),
          unusable);
    }
  }

  private static List<X509Certificate> certificates(Buffer chain) throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    for (Matcher next = CERTIFICATE.matcher(chain.toString()); next.find(); ) {
      all.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(decoded(next.group(1)))));
    }
    if (all.isEmpty()) {
      throw new CertificateException("there is none in it");
    }
    return all;
  }

  private static PrivateKey privateKey(Buffer chain, Buffer key, X509Certificate first)
      throws GeneralSecurityException {
    Matcher plain = PLAIN_KEY.matcher(key.toString());
    return plain.find()
        ? KeyFactory.getInstance(first.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(decoded(plain.group(1))))
        : keptKey(new PemKeyCertOptions().addCertValue(chain).addKeyValue(key));
  }

  /** A key of any other form that Vert.x can read; it goes through a key store, slowly. */
  private static PrivateKey keptKey(PemKeyCertOptions pair) throws GeneralSecurityException {
    try {
      for (KeyManager manager : pair.getKeyManagerFactory(null).getKeyManagers()) {
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

  /** A server takes any two; with two that do not fit, every handshake fails. */
  private static void requireKeyOf(X509Certificate first, PrivateKey own)
      throws GeneralSecurityException {
    String algorithm = own.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(own);
    byte[] signed = signature.sign();
    signature.initVerify(first.getPublicKey());
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the key belongs to another certificate");
    }
  }

  private static byte[] decoded(String pem) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(pem);
    } catch (IllegalArgumentException broken) {
      throw new GeneralSecurityException("it is damaged: " + broken.getMessage(), broken);
    }
  }

  /** When it ends. */
  Instant notAfter() {
    return certificates.get(0).getNotAfter().toInstant();
  }

  KeyCertOptions options() {
    return KeyCertOptions.wrap(new SoleKey(own, certificates).factory());
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
    return "Certificate[until " + notAfter() + "]";
  }
}
