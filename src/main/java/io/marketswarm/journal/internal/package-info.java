/** What other services of the system ask the journal, and nobody else may. */
package io.marketswarm.journal.internal;
