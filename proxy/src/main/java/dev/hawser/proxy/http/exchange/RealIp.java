package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.Fields;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the address of a client is found that comes through proxies: what Kong's {@code trusted_ips}, {@code real_ip_header} and
 * {@code real_ip_recursive} ask nginx for (ngx_http_realip_module).
 *
 * <p>Addresses are taken from the right of a field, where the nearest proxy put them, and only as far as those who put them
 * there are trusted. Of X-Forwarded-For all lines count, of another field the first.
 *
 * @param trusted who is believed, about forwarded fields too
 * @param source where proxies say it
 * @param walk how far it is followed
 */
public record RealIp(TrustedAddresses trusted, Source source, Walk walk) {

    /** Kong's defaults: nobody is trusted, X-Real-IP, one step. */
    public static final RealIp DEFAULT =
            new RealIp(TrustedAddresses.NONE, new Field(FieldName.X_REAL_IP), Walk.ONE_STEP);

    /** Kong's word for {@link Preface}. */
    private static final String PROXY_PROTOCOL = "proxy_protocol";

    /** RFC 9110 section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** Where the address is said. */
    public sealed interface Source {

        /**
         * Reads the name of a field, or {@code proxy_protocol}.
         *
         * @param setting the name of the setting, for messages
         * @throws IllegalArgumentException if it is neither
         */
        static Source parse(String setting, String text) {
            if (text.equals(PROXY_PROTOCOL)) {
                return new Preface();
            }
            if (!TOKEN.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        setting + ": " + text + " (expected: the name of a header field, or proxy_protocol)");
            }
            for (FieldName known : List.of(FieldName.X_REAL_IP, FieldName.X_FORWARDED_FOR)) {
                if (known.toString().equalsIgnoreCase(text)) {
                    return new Field(known);
                }
            }
            return new Field(text);
        }
    }

    /** In a field of the request. */
    public record Field(CharSequence name) implements Source {}

    /** In the PROXY header that the connection began with. */
    public record Preface() implements Source {}

    /** How far the addresses of a field are followed. */
    public enum Walk {
        /** The last one is the client's. */
        ONE_STEP,
        /** The last one that is not trusted is; the first one when all are. */
        PAST_TRUSTED
    }

    public RealIp withTrusted(TrustedAddresses others) {
        return new RealIp(others, source, walk);
    }

    /**
     * Finds the address of the client.
     *
     * @param peer the other end of the connection, which is trusted
     * @param preface what the connection's PROXY header said; {@code null} for nothing
     * @return the peer when nothing else was said, or nothing that is an address
     */
    InetAddress find(InetAddress peer, @Nullable InetAddress preface, Fields fields) {
        return switch (source) {
            case Preface _ -> preface == null ? peer : preface;
            case Field(CharSequence name) when name == FieldName.X_FORWARDED_FOR -> last(peer, fields.all(name));
            case Field(CharSequence name) -> {
                String line = fields.first(name);
                yield line == null ? peer : last(peer, List.of(line));
            }
        };
    }

    private InetAddress last(InetAddress peer, List<String> lines) {
        InetAddress found = peer;
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            int end = endOfText(line, line.length());
            while (end > 0) {
                int start = startOfWord(line, end);
                InetAddress next = trusted.contains(found) ? ClientAddress.parse(line.substring(start, end)) : null;
                if (next == null) {
                    return found;
                }
                found = next;
                if (walk == Walk.ONE_STEP) {
                    return found;
                }
                end = endOfText(line, start);
            }
        }
        return found;
    }

    private static boolean separates(char c) {
        return c == ' ' || c == ',' || c == '\t';
    }

    private static int endOfText(String line, int end) {
        int at = end;
        while (at > 0 && separates(line.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static int startOfWord(String line, int end) {
        int at = end;
        while (at > 0 && !separates(line.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
