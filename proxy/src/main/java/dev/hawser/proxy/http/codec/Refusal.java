package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.MalformedMessage.Reason;

/** Ends the reading of a connection. Has no stack trace: a peer must not make us collect one for each of its offences. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final transient MalformedMessage message;

    Refusal(Reason reason, String detail) {
        super(detail, null, false, false);
        this.message = new MalformedMessage(reason, detail);
    }

    static Refusal syntax(String detail) {
        return new Refusal(Reason.SYNTAX, detail);
    }

    /** What is told of it. */
    public MalformedMessage malformed() {
        return message;
    }
}
