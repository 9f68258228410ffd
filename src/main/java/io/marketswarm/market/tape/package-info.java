/**
 * The stream of the provider's frames as it lies in Redis: read and parsed once per process, and
 * laid over the chains of the symbols that live there.
 */
package io.marketswarm.market.tape;
