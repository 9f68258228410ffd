package io.marketswarm.service;

/** When a service starts relative to others; a phase begins once the one before it is alive. */
public enum Phase {
  INFRASTRUCTURE,
  PRODUCERS,
  ANALYSIS,
  AI_AND_JOURNAL,
  GATEWAY
}
