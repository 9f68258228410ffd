/** Every event-bus address with the type that travels on it, and the integrators' bridge. */
package io.marketswarm.bus;
