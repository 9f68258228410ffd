package io.marketswarm.bus.bridge;

/** What a session needs of its transport. */
interface BridgeSocket {

  void write(Frame frame);

  /** Whether the client lags behind what was written. */
  boolean full();

  /** Runs an action each time the client has caught up. */
  void onDrain(Runnable action);

  /** Stops reading from the client. */
  void pause();

  void resume();

  /** Closes after what was written is out, and in any case soon. */
  void close(BridgeError reason);
}
