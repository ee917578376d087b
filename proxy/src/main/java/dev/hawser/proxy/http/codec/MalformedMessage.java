package dev.hawser.proxy.http.codec;

/**
 * A message that is refused. Nothing more is read from its connection.
 *
 * @param reason what kind of offence it is
 * @param detail what is wrong, for the log; holds nothing that the peer sent
 * @param answer what an answer may have
 */
public record MalformedMessage(Reason reason, String detail, Answer answer) {

    /** What an answer may have, if there is one. */
    public enum Answer {
        WITH_CONTENT,
        /** No content: the method of the request is HEAD (RFC 9110 section 9.3.2). */
        HEAD_ALONE
    }

    public enum Reason {
        /** Breaks the grammar, or can be read in two ways. */
        SYNTAX,
        /** The request line is longer than the limit. */
        REQUEST_LINE_TOO_LONG,
        /** The header fields, or the trailer fields, are together longer than the limit, or too many. */
        HEAD_TOO_LARGE,
        /** The body is longer than the limit. */
        BODY_TOO_LARGE,
        /** The body has a transfer coding other than chunked. */
        UNSUPPORTED_TRANSFER_CODING,
        /** A version other than HTTP/1.0 and HTTP/1.1. */
        UNSUPPORTED_VERSION,
        /** A method that no gateway serves: CONNECT or TRACE. */
        METHOD_NOT_ALLOWED
    }

    /** One of a request whose method is not known, or any but HEAD; or of a response. */
    public MalformedMessage(Reason reason, String detail) {
        this(reason, detail, Answer.WITH_CONTENT);
    }

    /** The same of a request whose method is HEAD. */
    public MalformedMessage toHead() {
        return new MalformedMessage(reason, detail, Answer.HEAD_ALONE);
    }
}
