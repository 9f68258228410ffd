/** Batches of imported trades and positions, and taking them back. */
package io.marketswarm.gateway.imports;
