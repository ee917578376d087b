package dev.hawser.proxy.balancing;

/**
 * An endpoint and its share.
 *
 * @param weight its share of new requests relative to the others', 0 to 65535; 0 gets none
 */
public record WeightedEndpoint(Endpoint endpoint, int weight) {}
