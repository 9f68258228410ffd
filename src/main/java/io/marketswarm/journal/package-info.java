/** The trader's journal: logs, trades, orders, positions and what can be learned from them. */
package io.marketswarm.journal;
