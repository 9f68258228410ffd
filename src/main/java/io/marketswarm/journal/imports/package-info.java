/** Trades from elsewhere: batches that can be undone, and files of brokers. */
package io.marketswarm.journal.imports;
