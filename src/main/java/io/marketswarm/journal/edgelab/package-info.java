/** The edge lab: setups as they were seen, what was expected of them, and what came of it. */
package io.marketswarm.journal.edgelab;
