/** The way through the edge to the services behind it. */
package io.marketswarm.gateway.proxy;
