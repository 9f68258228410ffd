package io.marketswarm.market.desk;

import java.time.Duration;

/**
 * A model that is ready to leave.
 *
 * @param model what kind it is
 * @param key where it is kept
 * @param life how long it is kept
 */
record Made(String model, String key, byte[] json, Duration life) {}
