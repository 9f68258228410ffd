/** How fast it is, always beside a peer or a floor measured in the same run. */
package io.marketswarm.bench;
