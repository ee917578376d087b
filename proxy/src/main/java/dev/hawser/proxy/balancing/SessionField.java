package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.Locale;

/**
 * The header field that names a client's endpoint, in requests and in the responses that give a session. Of several lines
 * the first that names a present endpoint counts.
 */
final class SessionField implements SessionCarrier {

    private final String name;
    private final String lookUpName;

    /** @param name a token (RFC 9110 section 5.6.2) */
    SessionField(String name) {
        this.name = name;
        this.lookUpName = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public int find(RequestView request, SessionTable table) {
        int result = SessionId.NO_SESSION;
        int index = 0;
        for (String line = request.header(lookUpName, 0); line != null; line = request.header(lookUpName, ++index)) {
            int found = SessionId.find(line, 0, line.length(), table);
            if (found >= 0) {
                return found;
            }
            result = Math.min(result, found);
        }
        return result;
    }

    @Override
    public Selection telling(Endpoint endpoint, SessionOutcome outcome, boolean secure) {
        return new Selection(endpoint, outcome, null, name);
    }
}
