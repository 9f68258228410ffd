package io.marketswarm.node;

/**
 * Who looks after the instances of a service.
 *
 * @param pulse feels whether they live
 * @param turned told when one has come or gone
 */
record Watch(Pulse pulse, Runnable turned) {}
