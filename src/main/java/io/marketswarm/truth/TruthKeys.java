package io.marketswarm.truth;

/** Where Truth lives on the system bus. */
public final class TruthKeys {
  /** The document without secrets, which services read. */
  public static final String TRUTH = "truth";

  /** The same document with all secrets under {@code secrets}. */
  public static final String DOC = "truth:doc";

  public static final String VERSION = "truth:version";

  /** When it was loaded, in epoch seconds. */
  public static final String TS = "truth:ts";

  /** The ids of all services that were ever registered. */
  public static final String SERVICES = "svc:list";

  /** The channel that tells of every load. */
  public static final String UPDATED = "truth:updated";

  /** When the documents that were replaced had been loaded; newest last. */
  static final String HISTORY = "truth:history";

  static final String LOCK = "truth:lock";

  private TruthKeys() {}

  /** Which component a service runs, and whose secrets it may see. */
  public static String registration(String service) {
    return "svc:cfg:" + service;
  }

  /** A document that was replaced, named after the time it had been loaded at. */
  public static String history(long ts) {
    return HISTORY + ":" + ts;
  }
}
