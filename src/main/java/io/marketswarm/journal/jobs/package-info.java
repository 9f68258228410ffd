/** Work that is done by the clock, once for all nodes. */
package io.marketswarm.journal.jobs;
