package io.marketswarm.market.recording;

/** One line of a session, not looked into more than needed to know when it is due. */
record Entry(Part part, long rx, byte[] line) {}
