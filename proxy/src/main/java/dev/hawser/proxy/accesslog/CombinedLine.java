package dev.hawser.proxy.accesslog;

/**
 * The format that Apache and nginx call combined, with nginx's escapes, and its times of the end of requests. What is not
 * known is {@code -}.
 */
final class CombinedLine implements LineFormat {

    /** Whether the id of the request stands at the end, as in Kong's log. */
    enum RequestId {
        SHOWN,
        LEFT_OUT
    }

    private final RequestId requestId;

    CombinedLine(RequestId requestId) {
        this.requestId = requestId;
    }

    @Override
    public void write(AccessEntry entry, LogTime time, LineBuffer to) {
        to.ascii(entry.clientAddress).ascii(" - - [");
        time.writeCommon(to);
        to.ascii("] \"");
        if (entry.method == null) {
            to.octet('-');
        } else {
            to.escaped(entry.method)
                    .octet(' ')
                    .escaped(entry.target)
                    .ascii(" HTTP/")
                    .ascii(entry.version.text());
        }
        to.ascii("\" ").number(entry.status).octet(' ').number(entry.bodyBytesSent);
        int agentEnd = Math.max(entry.agentLength, 0);
        writeField(entry, agentEnd, entry.refererLength, to);
        writeField(entry, 0, entry.agentLength, to);
        if (requestId == RequestId.SHOWN) {
            to.ascii(" kong_request_id: \"").ascii(entry.requestId).octet('"');
        }
    }

    private static void writeField(AccessEntry entry, int from, int length, LineBuffer to) {
        to.ascii(" \"");
        if (length < 0) {
            to.octet('-');
        } else {
            to.escaped(entry.fields, from, length);
        }
        to.octet('"');
    }
}
