/** What the journal knows of the market: its time and its prices. */
package io.marketswarm.journal.market;
