/** The admin service: health and its history, events, metrics, and control of the services. */
package io.marketswarm.ops;
