package io.marketswarm.gateway.models;

/**
 * What changed in a heatmap.
 *
 * @param version of the heatmap with the change
 */
public record HeatmapDiff(String symbol, long version, Model model) {}
