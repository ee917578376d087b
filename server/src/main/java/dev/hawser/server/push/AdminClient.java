package dev.hawser.server.push;

import dev.hawser.server.push.PushAnswer.Failure;
import dev.hawser.server.push.PushSettings.Access;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An Admin API over HTTP. Source: Kong Gateway, Admin API: {@code GET /}, {@code GET /status} and
 * {@code POST /config?check_hash=1&flatten_errors=1}. Any thread.
 */
final class AdminClient implements AdminApi {

    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;

    /** How much of an unexpected answer is told. */
    private static final int SHOWN = 200;

    private final HttpClient http;
    private final String root;
    private final String workspace;
    private final Access access;

    /** @param gateway the URL of the Admin API */
    AdminClient(HttpClient http, URI gateway, Access access) {
        this.http = http;
        this.root = gateway.toString().replaceFirst("/+$", "");
        this.workspace = access.workspace().isEmpty() ? "" : "/" + access.workspace();
        this.access = access;
    }

    /** The client that all gateways share. */
    static HttpClient http(Access access) {
        return HttpClient.newBuilder()
                // An upgrade to HTTP/2 in clear text would be asked for otherwise, which no Admin API knows.
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(access.timeout())
                .sslContext(access.tls().context())
                .build();
    }

    @Override
    public GatewayFacts facts() throws IOException, InterruptedException {
        JsonNode answer = get("/");
        JsonNode configuration = answer.path("configuration");
        return new GatewayFacts(
                answer.path("version").asString(""),
                configuration.path("database").asString(""),
                configuration.path("router_flavor").asString(""));
    }

    @Override
    public String configurationHash() throws IOException, InterruptedException {
        return get(workspace + "/status").path("configuration_hash").asString("");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request(path).GET().build());
        if (response.statusCode() != 200) {
            throw new IOException(unexpected("GET " + path, response));
        }
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException e) {
            throw new IOException("GET " + path + ": no JSON (expected: Kong's Admin API)", e);
        }
    }

    @Override
    public PushAnswer push(String json) throws InterruptedException {
        String path = workspace + "/config?check_hash=1&flatten_errors=1";
        try {
            HttpResponse<String> response = send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(json))
                    .build());
            int status = response.statusCode();
            if (status >= 200 && status < 400) {
                return new PushAnswer.Taken();
            }
            if (status == BAD_REQUEST) {
                return Rejections.read(response.body());
            }
            Failure failure = status == CONFLICT ? Failure.CONFLICT : Failure.OTHER;
            return new PushAnswer.Failed(failure, unexpected("POST /config", response), retryAfter(response));
        } catch (IOException e) {
            return new PushAnswer.Failed(Failure.NETWORK, String.valueOf(e.getMessage()), Duration.ZERO);
        }
    }

    private HttpRequest.Builder request(String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
        access.headers().forEach(request::header);
        String token = access.token().current();
        if (!token.isEmpty()) {
            request.header(AdminToken.HEADER, token);
        }
        return request;
    }

    /** What it throws says what happened. The client's own timeout would end with the head of the answer. */
    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, unlessTaken(request));
        try {
            return answer.get(access.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw noAnswer(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            // Without effect on one that is complete.
            answer.cancel(true);
        }
    }

    private IOException noAnswer(Throwable cause) {
        return new IOException("no answer within " + access.timeout().toMillis() + " ms", cause);
    }

    private IOException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException e -> noAnswer(e);
            case ConnectException e -> {
                boolean unknown = causedBy(e, UnresolvedAddressException.class);
                yield new IOException(unknown ? "no such host" : "connection refused", e);
            }
            case null, default -> new IOException(cause == null ? "no answer" : cause.getMessage(), cause);
        };
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Kong answers what it took with all of it, which nobody looks at. */
    private static BodyHandler<String> unlessTaken(HttpRequest request) {
        return response -> request.method().equals("POST") && response.statusCode() < 400
                ? BodySubscribers.replacing("")
                : BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    private static Duration retryAfter(HttpResponse<String> response) {
        try {
            long seconds =
                    Long.parseLong(response.headers().firstValue("Retry-After").orElse("0"));
            return Duration.ofSeconds(Math.clamp(seconds, 0, 60));
        } catch (NumberFormatException _) {
            return Duration.ZERO;
        }
    }

    private static String unexpected(String call, HttpResponse<String> response) {
        String hint = switch (response.statusCode()) {
            case 401, 403 -> " (expected: 200; is the token right?)";
            case 404, 405 -> " (expected: 200; is this the Admin API of a gateway without a database?)";
            default -> "";
        };
        String body = PrivateKeys.redact(response.body().strip());
        String shown = body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
        return call + ": " + response.statusCode() + hint + (shown.isEmpty() ? "" : ": " + shown);
    }
}
