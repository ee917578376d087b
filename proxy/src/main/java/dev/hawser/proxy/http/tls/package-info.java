/**
 * The certificates that clients are shown, by the server name they ask for.
 *
 * <p>What comes in: the certificates of the current configuration. What goes out: the context of a TLS handshake. Shared
 * by all event loops.
 *
 * <p>Start here: {@link dev.hawser.proxy.http.tls.ServerNames}.
 */
@NullMarked
package dev.hawser.proxy.http.tls;

import org.jspecify.annotations.NullMarked;
