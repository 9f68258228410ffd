/** The provider's stream of option trades and quotes, frame by frame onto the market bus. */
package io.marketswarm.market.options;
