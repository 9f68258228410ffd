/** The event streams of the edge: which topics there are, what feeds them, and who may listen. */
package io.marketswarm.gateway.streams;
