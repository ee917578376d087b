package dev.hawser.proxy.http.codec;

/**
 * The head of a response.
 *
 * @param status the status code, 100 to 999
 * @param reason the reason phrase; may be empty
 * @param version the version of HTTP that it is in; the codec writes HTTP/1.1 whatever this says
 * @param fields its header fields. A Content-Length is among them; on the way out the codec sets Transfer-Encoding
 * @param framing how its body goes
 */
public record ResponseHead(int status, String reason, ProtocolVersion version, Fields fields, Framing framing) {

    /** The status that hands the connection over to another protocol. */
    public static final int SWITCHING_PROTOCOLS = 101;

    /** The usual reason phrase of a status, 100 to 999; empty for those that are not registered. */
    public static String reasonOf(int status) {
        return ReasonPhrases.of(status);
    }

    /** Whether another response follows for the same request (RFC 9110 section 15.2). */
    public boolean interim() {
        return status < 200 && status != SWITCHING_PROTOCOLS;
    }

    /** Whether its connection may be used for another request once its body has ended. */
    public boolean persistent() {
        return version.persistent(fields) && !(framing instanceof Framing.UntilClose);
    }
}
