/** Trades to take away, as files. */
package io.marketswarm.journal.exports;
