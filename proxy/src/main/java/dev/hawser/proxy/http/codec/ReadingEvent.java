package dev.hawser.proxy.http.codec;

/** What happens while a request is read, beside its parts; told as an event of the pipeline. */
public enum ReadingEvent {
    /** The first octets of a head came, but not its end. */
    HEAD_BEGUN,
    /** The request breaks a rule of HTTP/2, for which its stream is reset: it cannot be answered. */
    BROKEN
}
