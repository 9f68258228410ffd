/** Measurements of the hot paths, each next to a floor that does the least possible work. */
package io.marketswarm.bench;
