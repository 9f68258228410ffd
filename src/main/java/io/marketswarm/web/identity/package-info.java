/** Who a request comes from: sessions of people, and what services vouch to each other. */
package io.marketswarm.web.identity;
