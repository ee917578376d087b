package dev.hawser.proxy.http.http2;

/**
 * A message that RFC 9113 section 8.1.1 calls malformed: its stream is reset with PROTOCOL_ERROR. Has no stack trace: a
 * peer must not make us collect one for each of its offences. The message says what is wrong and holds nothing of what the
 * peer sent.
 */
public final class MalformedBlock extends Exception {

    private static final long serialVersionUID = 1;

    MalformedBlock(String detail) {
        super(detail, null, false, false);
    }

    /** What is wrong, for the log; holds nothing that the peer sent. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
