/** The market behind the simulated exchange: seeded, single-threaded, no network and no clock. */
package io.marketswarm.sim.core;
