package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.ProtocolVersion;

/** How the gateway names itself, and the entries of Via (RFC 9110 section 7.6.3), made ahead. */
record ServerToken(String text, String viaOld, String viaNew) {

    static ServerToken of(String text) {
        return new ServerToken(
                text, ProtocolVersion.HTTP_1_0.text() + " " + text, ProtocolVersion.HTTP_1_1.text() + " " + text);
    }

    /** The entry of Via for a message that came in that version. */
    String via(ProtocolVersion version) {
        return version == ProtocolVersion.HTTP_1_1 ? viaNew : viaOld;
    }
}
