package dev.hawser.kubernetes.watch.http;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Asks the API server and waits for what it answers. Used by any number of threads. */
public final class ApiClient {

    private static final String RETRY_AFTER = "Retry-After";
    /** For how long at least a request counts as under way for the HTTP client, which ends it itself after that. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final String root;
    private final KubernetesSerialization serialization;
    private final Patience patience;

    /** @param client stays the caller's */
    public ApiClient(KubernetesClient client, Patience patience) {
        // The client's own retries would hide for half a minute that the server does not answer.
        http = client.getHttpClient()
                .newBuilder()
                .tag(new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        String url = client.getMasterUrl().toString();
        root = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        serialization = client.getKubernetesSerialization();
        this.patience = patience;
    }

    /**
     * The JSON at a path.
     *
     * @param path with its query, from the root of the server
     */
    public JsonNode get(String path) throws ApiFailure, InterruptedException {
        try (ResponseStream answer = new ResponseStream()) {
            begin(path, patience.pause(), answer);
            return parse(answer.readAll(patience.pause()));
        }
    }

    /**
     * Starts a watch.
     *
     * @param path with its query, from the root of the server
     * @param length how long the watch may take without an event
     */
    public EventStream watch(String path, Duration length) throws ApiFailure, InterruptedException {
        ResponseStream answer = new ResponseStream();
        begin(path, length, answer);
        return new EventStream(answer, serialization);
    }

    /** Sends a request; when this returns, the answer is one of success. */
    private void begin(String path, Duration pause, ResponseStream answer) throws ApiFailure, InterruptedException {
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(root + path)
                .header("Accept", "application/json")
                .timeout(pause.plus(SPARE).toMillis(), TimeUnit.MILLISECONDS)
                .build();
        HttpResponse<AsyncBody> response = await(http.consumeBytes(request, answer));
        answer.begin(response.body());
        if (!response.isSuccessful()) {
            try (answer) {
                throw ApiFailure.refusal(response.code(), statusOf(answer), retryAfter(response));
            }
        }
    }

    private HttpResponse<AsyncBody> await(CompletableFuture<HttpResponse<AsyncBody>> response)
            throws ApiFailure, InterruptedException {
        boolean answered = false;
        try {
            HttpResponse<AsyncBody> head = response.get(patience.head().toNanos(), TimeUnit.NANOSECONDS);
            answered = true;
            return head;
        } catch (TimeoutException e) {
            throw ApiFailure.of(
                    ApiFailure.Reason.SILENT,
                    "no answer within " + patience.head().toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TimeoutException
                    ? ApiFailure.of(ApiFailure.Reason.SILENT, "no answer in time")
                    : ApiFailure.unreachable(e);
        } finally {
            if (!answered) {
                response.cancel(true);
            }
        }
    }

    private JsonNode statusOf(ResponseStream answer) throws InterruptedException {
        try {
            return parse(answer.readAll(patience.pause()));
        } catch (ApiFailure e) {
            // The status code alone says enough.
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private JsonNode parse(byte[] answer) throws ApiFailure {
        try {
            JsonNode json = serialization.unmarshal(new String(answer, StandardCharsets.UTF_8), JsonNode.class);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (KubernetesClientException e) {
            // Not its message: that may quote what was sent, which may be a Secret.
        }
        throw ApiFailure.of(ApiFailure.Reason.MALFORMED, "the answer is no JSON object");
    }

    /** The header in its form of seconds (RFC 9110, section 10.2.3); the API server does not send dates. */
    private static Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.header(RETRY_AFTER);
        if (seconds == null || !seconds.matches("[0-9]{1,9}")) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}
