package dev.hawser.proxy.accesslog;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a line of the access log is written. */
public enum AccessLogFormat {
    /** Kong's own, which is {@link #COMBINED} and the request's id. */
    KONG("kong_log_format"),
    /** The one that Apache calls so, as nginx writes it. */
    COMBINED("combined"),
    /** An object with everything that is known. */
    JSON("json");

    private final String text;

    AccessLogFormat(String text) {
        this.text = text;
    }

    static Optional<AccessLogFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.text.equals(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(format -> format.text).collect(Collectors.joining(", "));
    }

    LineFormat lines() {
        return switch (this) {
            case KONG -> new CombinedLine(CombinedLine.RequestId.SHOWN);
            case COMBINED -> new CombinedLine(CombinedLine.RequestId.LEFT_OUT);
            case JSON -> new JsonLine();
        };
    }
}
