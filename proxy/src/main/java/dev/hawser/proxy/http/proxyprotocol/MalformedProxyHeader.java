package dev.hawser.proxy.http.proxyprotocol;

/** What a connection began with is no PROXY header. Without a stack trace, for senders can have as many as they like. */
final class MalformedProxyHeader extends Exception {

    private static final long serialVersionUID = 1;

    /** @param problem constant, never what the peer sent */
    MalformedProxyHeader(String problem) {
        super(problem, null, false, false);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
