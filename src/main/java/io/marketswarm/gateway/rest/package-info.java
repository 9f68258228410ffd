/** How groups of routes read what clients send, and how they word their answers. */
package io.marketswarm.gateway.rest;
