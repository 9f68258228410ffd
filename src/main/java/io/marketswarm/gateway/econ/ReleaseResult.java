package io.marketswarm.gateway.econ;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a release came out beside what was expected. */
record ReleaseResult(String actual, String expected) {
  private static final Pattern AMOUNT = Pattern.compile("([-+]?\\d+(?:\\.\\d+)?)([KMB]?)%?");
  private static final Map<String, BigDecimal> SCALES =
      Map.of(
          "", BigDecimal.ONE,
          "K", new BigDecimal("1e3"),
          "M", new BigDecimal("1e6"),
          "B", new BigDecimal("1e9"));

  /** Above, below, or as expected; also when either cannot be read as an amount. */
  String status() {
    Optional<BigDecimal> was = amount(actual);
    Optional<BigDecimal> wanted = amount(expected);
    int difference = was.isPresent() && wanted.isPresent() ? was.get().compareTo(wanted.get()) : 0;
    if (difference == 0) {
      return "met";
    }
    return difference > 0 ? "beat" : "missed";
  }

  JsonObject json() {
    return new JsonObject().put("actual", actual).put("expected", expected).put("status", status());
  }

  private static Optional<BigDecimal> amount(String text) {
    Matcher amount =
        AMOUNT.matcher(text.replace(",", "").replace(" ", "").toUpperCase(Locale.ROOT));
    return amount.matches()
        ? Optional.of(new BigDecimal(amount.group(1)).multiply(SCALES.get(amount.group(2))))
        : Optional.empty();
  }
}
