/**
 * The configuration of one node: one file, overridable, checked as a whole before anything starts.
 */
package io.marketswarm.node.conf;
