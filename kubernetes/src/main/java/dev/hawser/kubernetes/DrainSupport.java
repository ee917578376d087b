package dev.hawser.kubernetes;

/** What becomes of an endpoint whose pod is terminating: the flag {@code --enable-drain-support}. */
public enum DrainSupport {

    /** It stays a target, with weight 0, until it leaves its EndpointSlice. */
    ENABLED,

    /** It is left out, unless it still counts as ready. */
    DISABLED
}
