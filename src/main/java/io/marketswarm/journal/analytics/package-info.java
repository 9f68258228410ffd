/** What a log of trades amounts to. */
package io.marketswarm.journal.analytics;
