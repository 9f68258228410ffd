/** Where data lives: the four Redis buses, the database and its migrations, leases and fences. */
package io.marketswarm.store;
