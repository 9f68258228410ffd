/** Economic indicators: the list administrators keep, when they are released, and the outcomes. */
package io.marketswarm.gateway.econ;
