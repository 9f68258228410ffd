/** Where traders are helped by a language model, and how it is asked. */
package io.marketswarm.gateway.ai;
