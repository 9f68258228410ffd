/** The provider's REST and WebSocket as a client sees them, and nothing else of the outside. */
package io.marketswarm.market.feed;
