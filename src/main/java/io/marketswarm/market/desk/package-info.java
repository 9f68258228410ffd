/**
 * One desk per symbol: keeps its chain as the provider and the stream tell it, and builds every
 * model of it.
 */
package io.marketswarm.market.desk;
