package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.FieldNames;
import dev.hawser.proxy.http.codec.Fields;
import io.netty.util.AsciiString;
import java.util.List;

/** The fields that concern one connection only and are not forwarded (RFC 9110 section 7.6.1). */
final class HopByHop {

    private static final List<AsciiString> NAMES = List.of(
            FieldNames.CONNECTION,
            FieldNames.TRANSFER_ENCODING,
            FieldNames.KEEP_ALIVE,
            FieldNames.UPGRADE,
            FieldNames.TE,
            FieldNames.PROXY_CONNECTION,
            FieldNames.PROXY);

    private final List<String> nominated;

    private HopByHop(List<String> nominated) {
        this.nominated = nominated;
    }

    /** Those of one message: the ones known, and the ones that its Connection field names. */
    static HopByHop of(Fields fields) {
        return new HopByHop(fields.all(FieldNames.CONNECTION));
    }

    boolean contains(CharSequence name) {
        for (AsciiString known : NAMES) {
            if (known.length() == name.length() && known.contentEqualsIgnoreCase(name)) {
                return true;
            }
        }
        return !nominated.isEmpty() && nominates(name);
    }

    /** A peer must not make us drop what frames and addresses the message. */
    private boolean nominates(CharSequence name) {
        if (FieldNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name) || FieldNames.HOST.contentEqualsIgnoreCase(name)) {
            return false;
        }
        for (String line : nominated) {
            for (String member : line.split(",", -1)) {
                if (AsciiString.contentEqualsIgnoreCase(member.trim(), name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
