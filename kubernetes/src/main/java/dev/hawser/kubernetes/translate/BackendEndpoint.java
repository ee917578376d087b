package dev.hawser.kubernetes.translate;

import org.jspecify.annotations.Nullable;

/**
 * Where a backend can be reached.
 *
 * @param address a name, an IPv4 or an IPv6 address, without brackets
 * @param port the port
 * @param podUid the UID of the pod there; {@code null} when there is none or it is not known
 * @param state never {@link EndpointState#LEFT_OUT}
 */
record BackendEndpoint(String address, int port, @Nullable String podUid, EndpointState state) {

    /** {@code host:port}, with an IPv6 address in brackets. */
    String hostPort() {
        return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
    }

    /**
     * Which of two that share an address to believe. For one pod the word of the slice that has it terminating, since
     * nothing stops terminating and the other slice is merely behind. For two pods the one that is ready: an address is
     * given to a new pod only after the old one has left it.
     */
    BackendEndpoint or(BackendEndpoint other) {
        if (state == other.state) {
            return this;
        }
        BackendEndpoint terminating = state == EndpointState.TERMINATING ? this : other;
        BackendEndpoint ready = state == EndpointState.TERMINATING ? other : this;
        boolean twoPods = podUid != null && other.podUid != null && !podUid.equals(other.podUid);
        return twoPods ? ready : terminating;
    }
}
