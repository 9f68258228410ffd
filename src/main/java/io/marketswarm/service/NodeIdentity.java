package io.marketswarm.service;

import java.time.Instant;

/**
 * Who this process is.
 *
 * @param id unique per start of a process
 * @param name the configured name
 * @param env {@code dev} or {@code production}
 */
public record NodeIdentity(
    String id, String name, String env, long pid, String version, Instant startedAt) {}
