/** Positions as legs and fills, each change numbered and told. */
package io.marketswarm.journal.positions;
