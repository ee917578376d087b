package dev.hawser.proxy.http.proxyprotocol;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a PROXY header says.
 *
 * @param source the address that the connection comes from; {@code null} when the header leaves that to the connection
 *     itself ({@code LOCAL}, {@code UNKNOWN}) or speaks of something else than TCP over IP
 */
public record ProxyHeader(@Nullable InetAddress source) {

    /** One that says nothing. */
    public static final ProxyHeader SILENT = new ProxyHeader(null);
}
