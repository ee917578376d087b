package dev.hawser.proxy.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to the Admin or status API.
 *
 * @param method in upper case
 * @param path the segments of the path, decoded; empty for the root
 * @param query the arguments, decoded; of several of one name the last counts
 * @param contentType the media type in lower case without parameters; empty when none was given
 * @param body the whole body as UTF-8 text, empty when there is none
 */
record AdminRequest(String method, List<String> path, Map<String, String> query, String contentType, String body) {

    AdminRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /**
     * @param rawPath as received, starting with a slash
     * @param rawQuery as received, without the question mark; empty when there is none
     * @throws IllegalArgumentException when an escape is malformed
     */
    static AdminRequest of(String method, String rawPath, String rawQuery, String contentType, String body) {
        List<String> path = new ArrayList<>();
        for (String segment : rawPath.split("/", -1)) {
            if (!segment.isEmpty()) {
                path.add(decode(segment.replace("+", "%2B")));
            }
        }
        Map<String, String> query = new HashMap<>();
        Arrays.stream(rawQuery.split("&", -1)).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            query.put(decode(name), equals < 0 ? "true" : decode(pair.substring(equals + 1)));
        });
        return new AdminRequest(method, path, query, contentType, body);
    }

    AdminRequest withBody(String text) {
        return new AdminRequest(method, path, query, contentType, text);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Whether an argument switches something on. */
    boolean asks(String argument) {
        String value = query.get(argument);
        return value != null && (value.equals("1") || value.equalsIgnoreCase("true"));
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
