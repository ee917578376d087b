package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.FieldNames;
import dev.hawser.proxy.http.codec.Fields;
import io.netty.util.AsciiString;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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

    /** A peer must not make us drop what frames and addresses the message. */
    private static final List<AsciiString> KEPT = List.of(FieldNames.CONTENT_LENGTH, FieldNames.HOST);

    /** In lower case, without what is in one of the lists: for most messages there is nothing left to look up. */
    private final Set<String> nominated;

    private HopByHop(Set<String> nominated) {
        this.nominated = nominated;
    }

    /** Those of one message: the ones known, and the ones that its Connection field names. */
    static HopByHop of(Fields fields) {
        if (!fields.contains(FieldNames.CONNECTION)) {
            return new HopByHop(Set.of());
        }
        Set<String> nominated = new HashSet<>();
        for (String line : fields.all(FieldNames.CONNECTION)) {
            for (String member : line.split(",", -1)) {
                String name = member.strip();
                if (!name.isEmpty() && !isOneOf(NAMES, name) && !isOneOf(KEPT, name)) {
                    nominated.add(name.toLowerCase(Locale.ROOT));
                }
            }
        }
        return new HopByHop(nominated);
    }

    boolean contains(CharSequence name) {
        return isOneOf(NAMES, name)
                || (!nominated.isEmpty() && nominated.contains(name.toString().toLowerCase(Locale.ROOT)));
    }

    private static boolean isOneOf(List<AsciiString> names, CharSequence name) {
        for (AsciiString known : names) {
            if (known.length() == name.length() && known.contentEqualsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
