/** Money in whole cents, and what a trade earned. */
package io.marketswarm.journal.money;
