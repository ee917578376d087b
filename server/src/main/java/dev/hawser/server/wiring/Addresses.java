package dev.hawser.server.wiring;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** How addresses are shown to people and scripts. */
public final class Addresses {

    private Addresses() {}

    /** The URL of an HTTP server, by which this machine reaches it. */
    public static String url(InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "http://"
                + (address.getAddress() instanceof Inet6Address && host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                + ":" + address.getPort();
    }
}
