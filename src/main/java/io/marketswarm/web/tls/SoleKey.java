package io.marketswarm.web.tls;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one key of a server and its chain, as they are. The way through a key store would encrypt and
 * decrypt the key with a password of its own, for a fifth of a second of CPU each time.
 */
final class SoleKey extends X509ExtendedKeyManager {
  private static final String ALIAS = "server";

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  SoleKey(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  KeyManagerFactory factory() {
    return new KeyManagerFactory(new Ready(this), null, ALIAS) {};
  }

  /** Vert.x wraps a manager too, in a class that needs a logging library we do not have. */
  private static final class Ready extends KeyManagerFactorySpi {
    private final KeyManager manager;

    Ready(KeyManager manager) {
      this.manager = manager;
    }

    @Override
    protected void engineInit(KeyStore store, char[] password) {
      // There is nothing to load.
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {
      // There is nothing to load.
    }

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {manager};
    }
  }

  @Override
  public String chooseEngineServerAlias(String kind, Principal[] issuers, SSLEngine engine) {
    return serves(kind) ? ALIAS : null;
  }

  @Override
  public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
    return serves(kind) ? ALIAS : null;
  }

  @Override
  public String[] getServerAliases(String kind, Principal[] issuers) {
    return serves(kind) ? new String[] {ALIAS} : null;
  }

  /** Suites name the kind of key they need, some with what signed it: {@code EC_EC}. */
  private boolean serves(String kind) {
    return kind.equals(key.getAlgorithm()) || kind.startsWith(key.getAlgorithm() + "_");
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return ALIAS.equals(alias) ? key : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return ALIAS.equals(alias) ? chain.toArray(X509Certificate[]::new) : null;
  }

  @Override
  public String[] getClientAliases(String kind, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
    return null;
  }
}
