/** The web UI as it is served: its files, the libraries it imports, and the policy of its pages. */
package io.marketswarm.gateway.site;
