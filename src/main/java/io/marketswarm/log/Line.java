package io.marketswarm.log;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.logging.LogRecord;

/** One thing that was said, with its secrets already hidden. */
public record Line(long millis, String service, Level level, String message, String trace) {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

  static Line of(LogRecord said, Redactor redactor) {
    Throwable thrown = said.getThrown();
    return new Line(
        said.getMillis(),
        Log.serviceOf(said.getLoggerName()),
        Level.of(said.getLevel()),
        redactor.redact(text(said)),
        thrown == null ? null : redactor.redact(traceOf(thrown)));
  }

  private static String text(LogRecord said) {
    String text = String.valueOf(said.getMessage());
    Object[] parameters = said.getParameters();
    if (parameters != null && parameters.length > 0 && text.indexOf('{') >= 0) {
      try {
        text = MessageFormat.format(text, parameters);
      } catch (IllegalArgumentException notAPattern) {
        return text;
      }
    }
    return text;
  }

  private static String traceOf(Throwable thrown) {
    StringWriter out = new StringWriter();
    thrown.printStackTrace(new PrintWriter(out));
    return out.toString().stripTrailing();
  }

  /** {@code [2026-02-03T14:30:05+00:00][massive][INFO]ℹ️ setup complete}, always one line. */
  public String human() {
    StringBuilder out = new StringBuilder(64 + message.length());
    SECONDS.formatTo(Instant.ofEpochMilli(millis), out.append('['));
    out.append("][").append(service).append("][").append(level).append(']');
    appendEscaped(out.append(level.emoji()).append(' '), message);
    if (trace != null) {
      appendEscaped(out.append("\\n"), trace);
    }
    return out.toString();
  }

  /** The same as a JSON object on one line. */
  public String json() {
    JsonObject out =
        new JsonObject()
            .put("ts", Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString())
            .put("service", service)
            .put("level", level.name())
            .put("message", message);
    if (trace != null) {
      out.put("trace", trace);
    }
    return out.encode();
  }

  private static void appendEscaped(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        default -> out.append(Character.isISOControl(c) && c != '\t' ? '�' : c);
      }
    }
  }
}
