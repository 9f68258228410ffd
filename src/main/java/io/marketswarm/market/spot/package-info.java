/** The workers that follow the underlyings, and what is written of their values. */
package io.marketswarm.market.spot;
