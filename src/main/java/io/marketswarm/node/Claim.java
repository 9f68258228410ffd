package io.marketswarm.node;

/**
 * Something that one node of the cluster should run, this one being ready to.
 *
 * @param worker its name in heartbeats
 * @param lease which its owner holds
 */
record Claim(String worker, String lease) {}
