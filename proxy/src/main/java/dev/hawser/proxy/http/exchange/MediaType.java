package dev.hawser.proxy.http.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms that the body of our own responses has, as Kong writes them. */
enum MediaType {
    JSON("application/json; charset=utf-8", "application/json", "application/*") {
        @Override
        String body(String message, String requestId) {
            return "{\n  \"message\":\"" + message + "\",\n  \"request_id\":\"" + requestId + "\"\n}";
        }
    },
    HTML("text/html; charset=utf-8", "text/html", "") {
        @Override
        String body(String message, String requestId) {
            return """
                    <!doctype html>
                    <html>
                      <head>
                        <meta charset="utf-8">
                        <title>Error</title>
                      </head>
                      <body>
                        <h1>Error</h1>
                        <p>%s.</p>
                        <p>request_id: %s</p>
                      </body>
                    </html>
                    """.formatted(message, requestId);
        }
    },
    XML("application/xml; charset=utf-8", "application/xml", "") {
        @Override
        String body(String message, String requestId) {
            return """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <error>
                      <message>%s</message>
                      <requestid>%s</requestid>
                    </error>
                    """.formatted(message, requestId);
        }
    },
    PLAIN("text/plain; charset=utf-8", "text/plain", "text/*") {
        @Override
        String body(String message, String requestId) {
            return message + "\nrequest_id: " + requestId + "\n";
        }
    };

    private final String contentType;
    private final String type;
    private final String group;

    MediaType(String contentType, String type, String group) {
        this.contentType = contentType;
        this.type = type;
        this.group = group;
    }

    /** The value of Content-Type. */
    String contentType() {
        return contentType;
    }

    /** The body that tells of an error. The message is one of ours, with nothing in it to be escaped. */
    abstract String body(String message, String requestId);

    /**
     * The form that a client likes best: the one of the media range with the highest weight, the first of several
     * (RFC 9110 section 12.5.1). A range that fits no form asks for JSON.
     *
     * @param accept the values of Accept
     * @param unasked the form when there is no Accept
     */
    static MediaType choose(List<String> accept, MediaType unasked) {
        MediaType best = unasked;
        double bestWeight = 0;
        for (String value : accept) {
            for (String member : value.split(",", -1)) {
                String[] parts = member.split(";", -1);
                double weight = weightOf(parts);
                String range = parts[0].trim();
                if (weight > bestWeight && range.indexOf('/') > 0) {
                    bestWeight = weight;
                    best = ofRange(range);
                }
            }
        }
        return best;
    }

    private static double weightOf(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                Double weight = parseWeight(parameter.substring(2));
                return weight == null ? 0 : weight;
            }
        }
        return 1;
    }

    private static @Nullable Double parseWeight(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static MediaType ofRange(String range) {
        for (MediaType candidate : values()) {
            if (candidate.type.equalsIgnoreCase(range) || candidate.group.equalsIgnoreCase(range)) {
                return candidate;
            }
        }
        return JSON;
    }
}
