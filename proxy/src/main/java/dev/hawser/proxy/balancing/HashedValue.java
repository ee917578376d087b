package dev.hawser.proxy.balancing;

import dev.hawser.config.HashInput;
import dev.hawser.proxy.RequestView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the value to be hashed out of a request, one character for each byte as in header fields. Consumers, of which
 * there are none here, yield nothing. Pure; any thread.
 */
final class HashedValue {

    /** Arguments after this many are not looked at: nginx's {@code lua_max_uri_args}. */
    private static final int MAX_ARGUMENTS = 100;

    private HashedValue() {}

    /** The value of an input; {@code null} when the request has none. */
    static @Nullable String of(@Nullable HashInput input, RequestView request) {
        return switch (input) {
            case null -> null;
            case HashInput.None none -> null;
            case HashInput.Consumer consumer -> null;
            case HashInput.UriCapture(String name) -> request.pathCapture(name);
            case HashInput.Ip ip -> request.clientAddress();
            case HashInput.Path path -> decode(request.path());
            case HashInput.Header(String name) -> joined(request.headers(name));
            case HashInput.Cookie cookie -> cookie(cookie.name(), request.headers("cookie"));
            case HashInput.QueryArg(String name) -> queryArgument(name, request.query());
        };
    }

    private static @Nullable String joined(List<String> lines) {
        return switch (lines.size()) {
            case 0 -> null;
            case 1 -> lines.getFirst();
            default -> String.join(", ", lines);
        };
    }

    private static @Nullable String cookie(String name, List<String> lines) {
        for (String line : lines) {
            int start = 0;
            while (start < line.length()) {
                int semicolon = line.indexOf(';', start);
                int end = semicolon < 0 ? line.length() : semicolon;
                int equals = line.indexOf('=', start);
                if (equals > start && equals < end && isName(name, line, start, equals)) {
                    return line.substring(equals + 1, end).strip();
                }
                start = end + 1;
            }
        }
        return null;
    }

    private static boolean isName(String name, String line, int start, int end) {
        int first = start;
        while (first < end && line.charAt(first) <= ' ') {
            first++;
        }
        int last = end;
        while (last > first && line.charAt(last - 1) <= ' ') {
            last--;
        }
        return last - first == name.length() && line.startsWith(name, first);
    }

    /** All values of an argument, sorted, so that their order does not matter; one without {@code =} counts as true. */
    private static @Nullable String queryArgument(String name, @Nullable String query) {
        if (query == null) {
            return null;
        }
        String wanted = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<String> values = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < MAX_ARGUMENTS && start <= query.length(); i++) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            addIfNamed(wanted, query.substring(start, end), values);
            start = end + 1;
        }
        Collections.sort(values);
        String joined = String.join(",", values);
        return joined.isEmpty() ? null : joined;
    }

    private static void addIfNamed(String wanted, String pair, List<String> values) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        if (!pair.isEmpty() && decode(key.replace('+', ' ')).equals(wanted)) {
            values.add(equals < 0 ? "true" : decode(pair.substring(equals + 1).replace('+', ' ')));
        }
    }

    /** Decodes every well-formed escape to the byte that it stands for. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
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
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
