/** Encrypted ports: their certificate, how it is made or followed, and when it ends. */
package io.marketswarm.web.tls;
