package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.ProtocolVersion;

/** What becomes of a client's connection after a response (RFC 9112 section 9.3). */
enum Persistence {
    KEEP,
    CLOSE;

    /** Tells the client, where its version does not imply it. */
    void mark(Fields fields, ProtocolVersion version) {
        if (this == CLOSE) {
            fields.set(FieldName.CONNECTION, "close");
        } else if (version == ProtocolVersion.HTTP_1_0) {
            fields.set(FieldName.CONNECTION, "keep-alive");
        }
    }
}
