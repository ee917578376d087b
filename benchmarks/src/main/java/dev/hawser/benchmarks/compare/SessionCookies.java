package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds cookies that lead to each of the origins, and sees to it that they always do. */
final class SessionCookies {

    static final String NAME = "session";

    private static final int TRIES = 200;
    private static final int CHECKS = 10;

    private final int port;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private SessionCookies(int port) {
        this.port = port;
    }

    /** Those that the proxy gives to clients without one. */
    static List<String> given(int port, int origins) throws IOException, InterruptedException {
        return new SessionCookies(port).collect(origins, null);
    }

    /** Of values that clients make up, one for each origin. */
    static List<String> tried(int port, int origins) throws IOException, InterruptedException {
        return new SessionCookies(port).collect(origins, "made up");
    }

    private List<String> collect(int origins, @Nullable String madeUp) throws IOException, InterruptedException {
        try (client) {
            Map<String, String> byOrigin = new TreeMap<>();
            for (int i = 0; i < TRIES && byOrigin.size() < origins; i++) {
                String value = madeUp == null ? null : UUID.randomUUID().toString();
                HttpResponse<Void> response = ask(value);
                byOrigin.putIfAbsent(originOf(response), value == null ? valueGivenBy(response) : value);
            }
            if (byOrigin.size() < origins) {
                throw new IOException(
                        "sessions: lead to " + byOrigin.keySet() + " (expected: to " + origins + " origins)");
            }
            check(byOrigin);
            return List.copyOf(byOrigin.values());
        }
    }

    private void check(Map<String, String> byOrigin) throws IOException, InterruptedException {
        for (Map.Entry<String, String> session : byOrigin.entrySet()) {
            for (int i = 0; i < CHECKS; i++) {
                String origin = originOf(ask(session.getValue()));
                if (!origin.equals(session.getKey())) {
                    throw new IOException("session: leads to " + origin + " (expected: " + session.getKey() + ")");
                }
            }
        }
    }

    private HttpResponse<Void> ask(@Nullable String cookie) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(5));
        if (cookie != null) {
            request.header("Cookie", NAME + "=" + cookie);
        }
        HttpResponse<Void> response = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        if (response.statusCode() != 200) {
            throw new IOException("port " + port + ": status " + response.statusCode() + " (expected: 200)");
        }
        return response;
    }

    private static String originOf(HttpResponse<Void> response) {
        return response.headers().firstValue(Origins.NAME_FIELD).orElse("no origin");
    }

    private static String valueGivenBy(HttpResponse<Void> response) throws IOException {
        String field = response.headers().firstValue("Set-Cookie").orElse("");
        if (!field.startsWith(NAME + "=")) {
            throw new IOException("Set-Cookie: " + field + " (expected: " + NAME + "=…)");
        }
        return field.substring(NAME.length() + 1).split(";", 2)[0];
    }
}
