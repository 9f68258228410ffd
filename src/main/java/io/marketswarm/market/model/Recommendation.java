package io.marketswarm.market.model;

import java.util.List;

/**
 * A butterfly put forward.
 *
 * @param rank from 1, the best
 * @param distanceToMagnet strike minus gamma magnet, one decimal, NaN without a magnet
 */
public record Recommendation(
    int rank,
    Butterfly fly,
    TileScore score,
    Campaign campaign,
    List<VixSpecial> edgeCases,
    double distanceToMagnet,
    Opportunity opportunity) {}
