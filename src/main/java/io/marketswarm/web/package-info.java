/** What every HTTP service shares: draining servers, error shapes, limits, health and metrics. */
package io.marketswarm.web;
