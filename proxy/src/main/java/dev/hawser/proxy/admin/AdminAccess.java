package dev.hawser.proxy.admin;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the Admin API: those who reach it directly. Whoever may configure an upstream could point it at the API's
 * own address, and whoever may show a page could have a browser ask, hence neither proxied requests nor those of pages
 * are served.
 */
final class AdminAccess {

    /** What the gateway adds to each request that it passes on; a client cannot take any of them out. */
    private static final List<String> MARKS_OF_PROXIES = List.of("Via", "X-Forwarded-For", "X-Forwarded-Host");

    private AdminAccess() {}

    /**
     * What a request is refused with; {@code null} when it may be served.
     *
     * @param method in upper case
     * @param listening the address that is listened on
     */
    static @Nullable AdminResponse refusal(String method, Headers headers, InetAddress listening) {
        if (MARKS_OF_PROXIES.stream().anyMatch(headers::containsKey)) {
            return AdminResponse.message(403, "Requests that came through a proxy are not served");
        }
        if (listening.isLoopbackAddress() && !isLoopback(headers.getFirst("Host"))) {
            // A name that an attacker's server resolved to this machine, in a browser on it.
            return AdminResponse.message(403, "Requests for other hosts are not served");
        }
        if (!method.equals("GET") && !method.equals("HEAD") && headers.containsKey("Origin")) {
            // Sent by browsers only: a page that its user happens to open must not reconfigure the gateway.
            return AdminResponse.message(403, "Requests of web pages cannot change anything");
        }
        return null;
    }

    private static boolean isLoopback(@Nullable String authority) {
        if (authority == null) {
            return false;
        }
        int port = authority.lastIndexOf(':');
        String host = port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
        if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
