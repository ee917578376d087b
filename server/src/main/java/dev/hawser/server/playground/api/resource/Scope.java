package dev.hawser.server.playground.api.resource;

/** Whether the objects of a kind live in a namespace. */
public enum Scope {
    NAMESPACED,
    CLUSTER
}
