/** The leaderboard: one score for how well a trader trades. */
package io.marketswarm.journal.leaderboard;
