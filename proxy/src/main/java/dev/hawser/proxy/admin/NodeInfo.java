package dev.hawser.proxy.admin;

import java.util.List;
import java.util.UUID;

/**
 * What this gateway says about itself.
 *
 * @param nodeId its identity, new at every start
 * @param hostname the name of its machine
 * @param listeners where it takes requests
 */
public record NodeInfo(UUID nodeId, String hostname, List<Listener> listeners) {

    /**
     * The version of Kong whose API this is. Kong's ingress controller sends sticky sessions to 3.11.0 and later only.
     */
    public static final String COMPATIBLE_VERSION = "3.11.0";

    public NodeInfo {
        listeners = List.copyOf(listeners);
    }

    /**
     * One listener, by Kong's names.
     *
     * @param ip the address it is bound to
     */
    public record Listener(String ip, int port, boolean ssl, boolean http2) {}
}
