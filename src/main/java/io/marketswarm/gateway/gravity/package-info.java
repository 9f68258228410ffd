/** Dealer gravity over HTTP: what is drawn, how each trader wants it drawn, and what they ask. */
package io.marketswarm.gateway.gravity;
