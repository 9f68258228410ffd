/** The public edge: sign-in, tiers, profile, streams, models, proxying, the web UI. */
package io.marketswarm.gateway;
