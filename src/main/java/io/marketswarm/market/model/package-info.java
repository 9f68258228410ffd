/**
 * The mathematics of the market: pricing, chains, tiles, gamma, bias, selection and profile; pure
 * functions and primitive arrays, with no framework, no store and no clock.
 */
package io.marketswarm.market.model;
