/** The risk graph: strategies a trader looks at, and the templates they are made from. */
package io.marketswarm.journal.riskgraph;
