/** What an operator types: one class for each command. */
package io.marketswarm.cli;
