/** Orders of the simulated queue: waiting, filled, cancelled or expired. */
package io.marketswarm.journal.orders;
