/** What the tiers of membership allow. */
package io.marketswarm.journal.limits;
