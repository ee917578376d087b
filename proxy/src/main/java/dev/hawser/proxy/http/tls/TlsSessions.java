package dev.hawser.proxy.http.tls;

import java.time.Duration;

/**
 * How clients come back without a whole handshake, as Kong's settings {@code ssl_session_…} name it.
 *
 * @param tickets whether the state of a session is kept by the client, sealed with a key of ours (RFC 5077, RFC 8446
 *     section 2.2)
 * @param timeout how long after its handshake a session is taken, 1 second to 7 days; default one day. With BoringSSL a
 *     session of TLS 1.3 is taken until the key of its ticket is dropped, which is less than half as long again and at
 *     most two days
 * @param cached how many sessions of clients without tickets are kept for each certificate, 0 for none
 */
public record TlsSessions(Tickets tickets, Duration timeout, int cached) {

    /** Whether tickets are given. */
    public enum Tickets {
        ON,
        OFF
    }

    /** About as many as nginx keeps in {@code 10m}. */
    public static final int DEFAULT_CACHED = 40_000;

    public static final Duration MAX_TIMEOUT = Duration.ofDays(7);
    public static final TlsSessions DEFAULT = new TlsSessions(Tickets.ON, Duration.ofDays(1), DEFAULT_CACHED);

    public TlsSessions {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("session timeout: " + timeout + " (expected: 1 second to 7 days)");
        }
        if (cached < 0) {
            throw new IllegalArgumentException("session cache: " + cached + " (expected: at least 0)");
        }
    }
}
