/** The journal's trades as the edge tells them: the journal writes them, others only look. */
package io.marketswarm.gateway.trades;
