/** The simulated exchange: speaks the provider's REST and WebSocket so that no key is needed. */
package io.marketswarm.sim;
