/** Server-Sent Events: frames, topics, the hub that fans them out, and what a client missed. */
package io.marketswarm.stream;
