package dev.hawser.proxy.http.codec;

/**
 * The head of a request.
 *
 * @param method the method, as sent
 * @param target the request target, as sent (RFC 9112 section 3.2)
 * @param version the version of HTTP that it is in
 * @param fields its header fields. A Content-Length is among them; on the way out the codec sets Transfer-Encoding
 * @param framing how its body goes; never {@link Framing.UntilClose}
 */
public record RequestHead(String method, String target, ProtocolVersion version, Fields fields, Framing framing) {

    /** Whether the client would send another request on its connection. */
    public boolean persistent() {
        return version.persistent(fields);
    }
}
