/** What traders set up for themselves: symbols, tags and settings. */
package io.marketswarm.journal.settings;
