package dev.hawser.proxy.health;

/** What an operator can set an endpoint to. */
public enum Verdict {
    HEALTHY,
    UNHEALTHY
}
