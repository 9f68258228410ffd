/** What the product says about itself: levelled lines, per service, never a secret. */
package io.marketswarm.log;
