/** The proxy in front of the product: its configuration filled in, tried out and put in place. */
package io.marketswarm.cli.edge;
