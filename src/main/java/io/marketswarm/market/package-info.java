/** The workers that bring market data in, keep it as state, and publish models of it. */
package io.marketswarm.market;
