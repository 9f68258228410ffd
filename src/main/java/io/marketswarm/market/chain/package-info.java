/** Which option contracts are followed, and what they are worth: fetched, compared, told. */
package io.marketswarm.market.chain;
