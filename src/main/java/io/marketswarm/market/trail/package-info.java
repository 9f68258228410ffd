/** What is stored of every underlying's past: its trail, its minute bars, and their upkeep. */
package io.marketswarm.market.trail;
