package dev.hawser.server.playground.node;

/** When a released address is given out again. */
public enum AddressReuse {
    /** After all others of the range had their turn, as cluster networks do. */
    AS_LATE_AS_POSSIBLE,
    /** For the next pod, so that a test sees another pod on a known address. */
    AT_ONCE
}
