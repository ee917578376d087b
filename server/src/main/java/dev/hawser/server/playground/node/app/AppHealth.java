package dev.hawser.server.playground.node.app;

/** What {@code /healthz} answers. */
public enum AppHealth {
    /** 200 */
    HEALTHY,
    /** 503 */
    UNHEALTHY
}
