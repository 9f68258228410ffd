package io.marketswarm.service;

import io.marketswarm.bus.bridge.BridgeOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the node itself offers to services that look beyond their own affairs.
 *
 * @param catalogue what the system is made of
 * @param control starts, stops and scales the services of this node
 * @param data the data directory
 * @param configFile what this node was configured by, unless all is default
 * @param addresses by service, where those with a port are reached from this node
 * @param bridge how integrators may connect
 * @param adminToken required of operators, if set
 * @param secret a secret of this node by name, or null
 * @param environment the variables of a service that Truth declares, with their defaults
 * @param truthVersion the loaded version of Truth, or null
 */
public record Facilities(
    Catalogue catalogue,
    ServiceControl control,
    Path data,
    Optional<Path> configFile,
    Map<String, URI> addresses,
    BridgeOptions bridge,
    Optional<String> adminToken,
    UnaryOperator<String> secret,
    Function<String, Map<String, String>> environment,
    java.util.function.Supplier<String> truthVersion) {}
