/** Recordings of the market: made while it is live, played again as if it were. */
package io.marketswarm.market.recording;
