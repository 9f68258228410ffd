/** Interfaces declared by an OpenAPI document: routing, checking what is written, telling rows. */
package io.marketswarm.web.api;
