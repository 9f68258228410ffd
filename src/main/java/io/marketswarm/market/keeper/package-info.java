/** The worker that keeps the market's calendar, status and past in order. */
package io.marketswarm.market.keeper;
