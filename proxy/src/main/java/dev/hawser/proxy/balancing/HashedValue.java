package dev.hawser.proxy.balancing;

import dev.hawser.config.HashInput;
import dev.hawser.proxy.RequestView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the value to be hashed out of a request. Consumers, of which there are none here, and captures of the route's
 * path yield nothing. Pure; any thread.
 */
final class HashedValue {

    private HashedValue() {}

    /** The value of an input; {@code null} when the request has none. */
    static @Nullable String of(@Nullable HashInput input, RequestView request) {
        return switch (input) {
            case null -> null;
            case HashInput.None none -> null;
            case HashInput.Consumer consumer -> null;
            case HashInput.UriCapture capture -> null;
            case HashInput.Ip ip -> request.clientAddress();
            case HashInput.Path path -> decode(request.path());
            case HashInput.Header(String name) -> {
                List<String> lines = request.headers(name);
                yield lines.isEmpty() ? null : String.join(", ", lines);
            }
            case HashInput.Cookie cookie -> cookie(cookie.name(), request.headers("cookie"));
            case HashInput.QueryArg(String name) -> queryArgument(name, request.query());
        };
    }

    private static @Nullable String cookie(String name, List<String> lines) {
        for (String line : lines) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return pair.substring(equals + 1).strip();
                }
            }
        }
        return null;
    }

    /** All values of an argument, sorted, so that their order does not matter; one without {@code =} counts as true. */
    private static @Nullable String queryArgument(String name, @Nullable String query) {
        if (query == null) {
            return null;
        }
        List<String> values = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty() && decode(key.replace('+', ' ')).equals(name)) {
                values.add(
                        equals < 0 ? "true" : decode(pair.substring(equals + 1).replace('+', ' ')));
            }
        }
        Collections.sort(values);
        String joined = String.join(",", values);
        return joined.isEmpty() ? null : joined;
    }

    /** Decodes every well-formed escape. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                bytes[length++] = bytes[i];
            } else {
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
