/** Trades: entered, adjusted, closed, expired and settled. */
package io.marketswarm.journal.trades;
