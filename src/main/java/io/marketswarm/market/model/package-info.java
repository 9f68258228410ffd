/** The mathematics of markets: pure functions of their arguments, no clock, no network. */
package io.marketswarm.market.model;
