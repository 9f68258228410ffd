/** What the node knows of the market: every model as it was last published, kept for its readers. */
package io.marketswarm.gateway.models;
