/** What an operator types to build, check, load and look at Truth. */
package io.marketswarm.truth.cli;
