/** The positions that traders keep as sets of legs, for the risk graph. */
package io.marketswarm.gateway.positions;
