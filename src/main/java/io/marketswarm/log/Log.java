package io.marketswarm.log;

import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The voice of one service. Lines go through the platform's logging, so that libraries and product
 * share one stream; what happens to a line (format, files, ring, redaction) is decided by {@link
 * Logs}.
 */
public final class Log {
  private static final String ROOT = "marketswarm.";

  private final String service;
  private final Logger logger;

  private Log(String service) {
    this.service = service;
    this.logger = Logger.getLogger(ROOT + service);
  }

  /** The log of a service or part of the node, for example {@code massive} or {@code node}. */
  public static Log of(String service) {
    return new Log(service);
  }

  public String service() {
    return service;
  }

  public void error(String message) {
    say(Level.ERROR, message, null);
  }

  public void error(String message, Throwable cause) {
    say(Level.ERROR, message, cause);
  }

  public void warn(String message) {
    say(Level.WARN, message, null);
  }

  public void warn(String message, Throwable cause) {
    say(Level.WARN, message, cause);
  }

  public void info(String message) {
    say(Level.INFO, message, null);
  }

  public void ok(String message) {
    say(Level.OK, message, null);
  }

  public void debug(String message) {
    say(Level.DEBUG, message, null);
  }

  public boolean debugs() {
    return logger.isLoggable(Level.DEBUG.platform());
  }

  private void say(Level level, String message, Throwable cause) {
    if (!logger.isLoggable(level.platform())) {
      return;
    }
    LogRecord line = new LogRecord(level.platform(), message);
    line.setLoggerName(logger.getName());
    line.setThrown(cause);
    logger.log(line);
  }

  static String serviceOf(String loggerName) {
    if (loggerName != null && loggerName.startsWith(ROOT)) {
      return loggerName.substring(ROOT.length());
    }
    return "node";
  }
}
