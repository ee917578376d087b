package dev.hawser.testing;

/** A line of a header block as it is sent or came, an octet for each character; pseudo-fields are lines like others. */
public record Http2Field(String name, String value) {}
