package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client's offer to go on with another protocol (RFC 9110 section 7.8), WebSocket among them, as endpoints get it.
 *
 * <p>What would go on as HTTP is left out of it: h2c, which RFC 9113 section 3.1 has obsoleted, other versions of HTTP,
 * and TLS (RFC 2817). Requests inside such a connection would reach the endpoint past routes and past what is refused.
 *
 * @param protocols what is offered, as the client wrote it; at least one
 */
record UpgradeOffer(List<String> protocols) {

    /** RFC 9110 section 7.8: a name and perhaps a version, each a token. */
    private static final Pattern PROTOCOL =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)(/[!#$%&'*+.^_`|~0-9A-Za-z-]+)?");

    /** In lower case. */
    private static final Set<String> REFUSED = Set.of("h2c", "h2", "http", "tls");

    /** The offer of a request; {@code null} when there is none, or none that may be passed on. */
    static @Nullable UpgradeOffer of(RequestHead head) {
        if (!head.fields().contains(FieldName.UPGRADE)
                || head.version() != ProtocolVersion.HTTP_1_1
                || !head.fields().containsMember(FieldName.CONNECTION, "upgrade")) {
            return null;
        }
        List<String> offered = members(head.fields().all(FieldName.UPGRADE)).stream()
                .filter(UpgradeOffer::passable)
                .toList();
        return offered.isEmpty() ? null : new UpgradeOffer(offered);
    }

    private static boolean passable(String protocol) {
        var parts = PROTOCOL.matcher(protocol);
        return parts.matches() && REFUSED.stream().noneMatch(parts.group(1)::equalsIgnoreCase);
    }

    private static List<String> members(List<String> values) {
        List<String> members = new ArrayList<>(values.size());
        for (String value : values) {
            for (String member : value.split(",", -1)) {
                if (!member.isBlank()) {
                    members.add(member.strip());
                }
            }
        }
        return members;
    }

    /** The value of the field Upgrade. */
    String value() {
        return String.join(", ", protocols);
    }

    /** Whether a switching response names what it switches to, and nothing that was not offered. */
    boolean covers(ResponseHead switching) {
        List<String> chosen = members(switching.fields().all(FieldName.UPGRADE));
        return !chosen.isEmpty()
                && chosen.stream().allMatch(protocol -> protocols.stream().anyMatch(protocol::equalsIgnoreCase));
    }
}
