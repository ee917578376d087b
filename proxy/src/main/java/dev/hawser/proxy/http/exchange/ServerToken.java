package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.ProtocolVersion;
import java.util.Arrays;
import java.util.List;

/**
 * How the gateway names itself.
 *
 * @param text its name and version
 * @param vias the entries of Via (RFC 9110 section 7.6.3), one for each version of HTTP, made ahead
 */
record ServerToken(String text, List<String> vias) {

    static ServerToken of(String text) {
        return new ServerToken(
                text,
                Arrays.stream(ProtocolVersion.values())
                        .map(version -> version.text() + " " + text)
                        .toList());
    }

    /** The entry of Via for a message that came in that version. */
    @SuppressWarnings("EnumOrdinal") // the list is in the order of the enum
    String via(ProtocolVersion version) {
        return vias.get(version.ordinal());
    }
}
