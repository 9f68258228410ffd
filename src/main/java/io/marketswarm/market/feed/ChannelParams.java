package io.marketswarm.market.feed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists of channels as messages carry them, none of them too long for the provider. */
final class ChannelParams {
  private static final int MOST_CHANNELS = 500;
  private static final int MOST_CHARACTERS = 32 * 1024;

  private ChannelParams() {}

  static List<String> of(Collection<String> channels) {
    List<String> messages = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    int count = 0;
    for (String channel : channels) {
      if (count == MOST_CHANNELS || message.length() + channel.length() >= MOST_CHARACTERS) {
        messages.add(message.toString());
        message.setLength(0);
        count = 0;
      }
      message.append(count == 0 ? "" : ",").append(channel);
      count++;
    }
    if (count > 0) {
      messages.add(message.toString());
    }
    return messages;
  }
}
