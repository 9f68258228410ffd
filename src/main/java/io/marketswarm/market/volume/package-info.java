/** Traded volume by price: counted live, kept as a profile, drawn as dealers' gravity. */
package io.marketswarm.market.volume;
