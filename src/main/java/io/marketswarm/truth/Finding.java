package io.marketswarm.truth;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One thing found while looking at Truth files: where (file, slash-joined path inside it, empty for
 * the root), what, and how bad it is.
 */
public record Finding(String file, String path, String message, Severity severity) {

  public Finding {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(severity, "severity");
  }

  /** Errors stop a build; warnings are said and forgiven. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Finding error(String file, String path, String message) {
    return new Finding(file, path, message, Severity.ERROR);
  }

  public static Finding warning(String file, String path, String message) {
    return new Finding(file, path, message, Severity.WARNING);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The finding as one line for an operator. */
  public String line() {
    String where = path.isEmpty() ? file : file + " " + path;
    String text = severity.name().toLowerCase(Locale.ROOT) + ": " + where + ": " + message;
    return text.replace("\r", "").replace("\n", "\\n");
  }

  static boolean anyError(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::isError);
  }
}
