package io.marketswarm.gateway.models;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A value on a symbol's trail.
 *
 * @param seconds the point's own time, or its score where it tells none
 * @param score when the trail got it
 * @param value NaN when the member is no spot value
 */
record TrailPoint(double seconds, double score, double value) {
  private static final double MILLIS_PER_SECOND = 1_000;

  /** Members with their scores, as either protocol of Redis writes them. */
  static List<TrailPoint> of(Response answer) {
    List<TrailPoint> points = new ArrayList<>();
    boolean pairs = answer.size() > 0 && answer.get(0).type() == ResponseType.MULTI;
    if (pairs) {
      answer.forEach(pair -> points.add(of(pair.get(0), pair.get(1))));
    } else {
      for (int i = 0; i + 1 < answer.size(); i += 2) {
        points.add(of(answer.get(i), answer.get(i + 1)));
      }
    }
    return points;
  }

  private static TrailPoint of(Response member, Response scoreText) {
    double score = Double.parseDouble(scoreText.toString());
    TopFields fields = TopFields.of(member.toBuffer(), "value", "ts");
    double seconds =
        fields
            .value("ts")
            .flatMap(Moments::of)
            .map(Instant::toEpochMilli)
            .map(millis -> millis / MILLIS_PER_SECOND)
            .orElse(score);
    return new TrailPoint(seconds, score, fields.number("value"));
  }
}
