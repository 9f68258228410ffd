package io.marketswarm.market.model;

import java.util.List;

/**
 * What dealers must hedge, on the usual assumption that they are long the calls and short the puts
 * outstanding: calls count positive, puts negative. In dollars of the underlying:
 *
 * <ul>
 *   <li>gamma: change of delta per percent of price;
 *   <li>delta: value of the shares the options stand for;
 *   <li>vanna: change of delta per volatility point;
 *   <li>charm: change of delta per calendar day.
 * </ul>
 *
 * Greeks are ours, at each contract's implied volatility (the vendor's, else solved from its market
 * price). NaN stands for what cannot be told.
 *
 * @param strikes summed over expiries
 * @param callWall strike with the largest call gamma
 * @param putWall strike with the largest put gamma
 * @param curve net gamma at other prices, every contract priced anew
 * @param zeroDteShare share of gross gamma that expires today
 * @param putCallVolume puts traded today per call
 * @param putCallInterest puts outstanding per call
 * @param contracts contracts that count
 * @param unpriced contracts with open interest that have neither volatility nor price
 */
public record ExposureModel(
    String symbol,
    double spot,
    ExposureTotals totals,
    StrikeExposures strikes,
    List<ExpiryExposure> expiries,
    double callWall,
    double putWall,
    GammaCurve curve,
    double zeroDteShare,
    double putCallVolume,
    double putCallInterest,
    int contracts,
    int unpriced) {

  /** The price at which net gamma, priced anew, changes sign. */
  public double zeroGamma() {
    return curve.zero();
  }
}
