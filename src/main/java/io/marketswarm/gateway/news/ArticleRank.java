package io.marketswarm.gateway.news;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How much an article matters now.
 *
 * @param ageMinutes 0 when nobody knows when it was written
 */
record ArticleRank(long ageMinutes, int relevance, int urgency, String impact) {
  private static final int HIGHEST = 5;
  private static final int MODERATE = 3;
  private static final String GEOPOLITICS = "geopolitics";
  private static final String MACRO = "macro";
  private static final Map<String, Integer> RELEVANCE =
      Map.of(
          GEOPOLITICS,
          5,
          MACRO,
          5,
          "rates",
          4,
          "politics",
          4,
          "energy",
          3,
          "commodities",
          3,
          "equities",
          2);
  private static final Set<String> MOVERS = Set.of("Fed", "FOMC", "Treasury", "VIX", "SPX");
  private static final Set<String> SETTERS = Set.of("Fed", "FOMC", "Treasury");
  private static final Set<String> STRUCTURAL = Set.of(MACRO, "rates", "treasury_liquidity");
  private static final Set<String> MILD = Set.of("politics", "energy", "commodities");
  private static final Pattern SHOCKS =
      Pattern.compile("\\b(military|war|sanctions|attack|nuclear)\\b");

  /** Ages in minutes below which an article is so urgent, most urgent first. */
  private static final int[] URGENT_BELOW = {30, 60, 120, 180, 240};

  static ArticleRank of(Article article, Instant now) {
    int relevance = relevance(article);
    boolean known = !article.published().equals(Instant.EPOCH);
    double minutes = known ? Duration.between(article.published(), now).toMillis() / 60_000.0 : -1;
    return new ArticleRank(
        known ? Math.round(minutes) : 0,
        relevance,
        urgency(article, known, minutes),
        impact(article, relevance));
  }

  int total() {
    return relevance + urgency;
  }

  private static int relevance(Article article) {
    int base = RELEVANCE.getOrDefault(article.category(), 1);
    return Math.min(HIGHEST, isAbout(article, MOVERS) ? base + 1 : base);
  }

  private static int urgency(Article article, boolean known, double minutes) {
    int urgency = 0;
    for (int step = 0; known && urgency == 0 && step < URGENT_BELOW.length; step++) {
      urgency = minutes < URGENT_BELOW[step] ? HIGHEST - step : 0;
    }
    boolean pressing = article.category().equals(GEOPOLITICS) || article.category().equals(MACRO);
    return Math.min(HIGHEST, pressing ? urgency + 1 : urgency);
  }

  private static String impact(Article article, int relevance) {
    String words = (article.title() + " " + article.summary()).toLowerCase(Locale.ROOT);
    if (article.category().equals(GEOPOLITICS) && SHOCKS.matcher(words).find()) {
      return "shock";
    }
    if (STRUCTURAL.contains(article.category()) || isAbout(article, SETTERS)) {
      return "structural";
    }
    return MILD.contains(article.category()) && relevance >= MODERATE ? "mild" : "none";
  }

  private static boolean isAbout(Article article, Set<String> entities) {
    return entities.stream().anyMatch(article::concerns);
  }
}
