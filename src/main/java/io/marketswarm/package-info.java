/** MarketSwarm: the command line. */
package io.marketswarm;
