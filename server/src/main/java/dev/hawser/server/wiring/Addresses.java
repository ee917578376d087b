package dev.hawser.server.wiring;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** How addresses are shown to people and scripts, and what this machine is called. */
public final class Addresses {

    private Addresses() {}

    /** The URL of an HTTP server, by which this machine reaches it. */
    public static String url(InetSocketAddress address) {
        String host = host(address);
        return "http://"
                + (address.getAddress() instanceof Inet6Address && host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                + ":" + address.getPort();
    }

    /** The IP address by which this machine reaches a server. */
    static String host(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
    }

    /** The name of this machine or container. */
    public static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
