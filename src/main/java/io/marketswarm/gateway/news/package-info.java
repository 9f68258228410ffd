/** News for traders, with what was made of it, and its ranking for those who review it. */
package io.marketswarm.gateway.news;
