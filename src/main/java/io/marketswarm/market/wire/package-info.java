/** Market models as bytes: each model is encoded once, and everybody gets those bytes. */
package io.marketswarm.market.wire;
