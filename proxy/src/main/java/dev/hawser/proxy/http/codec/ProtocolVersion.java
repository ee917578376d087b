package dev.hawser.proxy.http.codec;

/** The versions of HTTP that the codecs speak. */
public enum ProtocolVersion {
    HTTP_1_0("1.0"),
    HTTP_1_1("1.1"),
    /** Its messages were read by the rules of HTTP/1.1 as well, which hold for them but where connections are concerned. */
    HTTP_2("2");

    private final String text;

    ProtocolVersion(String text) {
        this.text = text;
    }

    /** As in a Via field: {@code "1.1"} or {@code "2"}. */
    public String text() {
        return text;
    }

    /** Whether a message of this version leaves its connection open for another (RFC 9112 section 9.3). */
    boolean persistent(Fields fields) {
        return switch (this) {
            case HTTP_1_0 ->
                fields.containsMember(FieldName.CONNECTION, "keep-alive")
                        && !fields.containsMember(FieldName.CONNECTION, "close");
            case HTTP_1_1 -> !fields.containsMember(FieldName.CONNECTION, "close");
            case HTTP_2 -> true;
        };
    }
}
