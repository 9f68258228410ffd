/** What administrators of the product see: people, how they do, what is going on inside. */
package io.marketswarm.gateway.admin;
