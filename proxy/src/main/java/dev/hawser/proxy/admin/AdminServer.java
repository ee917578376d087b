package dev.hawser.proxy.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.proxy.metrics.PrometheusText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Serves the Admin or the status API over HTTP/1.1, on the JDK's server, with a virtual thread for each request. */
public final class AdminServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    private static final int NO_BODY = -1;

    /** What is served. Called by many threads. */
    interface Api {

        AdminResponse answer(AdminRequest request);

        /**
         * The longest body, in bytes, that is read of a request; longer ones are answered with 413. None is read when
         * this is 0.
         *
         * @param request without its body
         */
        default int bodyLimit(AdminRequest request) {
            return 0;
        }

        /** What a request is refused with before anything else of it is looked at; {@code null} when it is not. */
        default @Nullable AdminResponse refusal(String method, Headers headers, InetAddress listening) {
            return null;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Api api;

    /** Held while a body is read and answered: one body at a time is in memory. */
    private final Semaphore upload = new Semaphore(1);

    private AdminServer(HttpServer server, Api api) {
        this.server = server;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.api = api;
    }

    /**
     * Starts to serve.
     *
     * @param address where to listen; port 0 takes any
     * @throws IOException when the address cannot be listened on
     */
    static AdminServer start(InetSocketAddress address, Api api) throws IOException {
        AdminServer admin = new AdminServer(HttpServer.create(address, 0), api);
        admin.server.setExecutor(admin.threads);
        admin.server.createContext("/", admin::serve);
        admin.server.start();
        return admin;
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            respond(exchange, answer(exchange));
        } catch (IOException e) {
            // The client has gone, or sent no proper body.
            log.atDebug().setCause(e).log("Admin request failed");
        }
    }

    private AdminResponse answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod().toUpperCase(Locale.ROOT);
        AdminResponse refusal = api.refusal(
                method, exchange.getRequestHeaders(), server.getAddress().getAddress());
        if (refusal != null) {
            return refusal;
        }
        try {
            String query = exchange.getRequestURI().getRawQuery();
            AdminRequest request = AdminRequest.of(
                    method,
                    exchange.getRequestURI().getRawPath(),
                    query == null ? "" : query,
                    mediaType(exchange.getRequestHeaders().getFirst("Content-Type")),
                    "");
            int limit = api.bodyLimit(request);
            return limit == 0 ? api.answer(request) : answerUpload(exchange, request, limit);
        } catch (IllegalArgumentException e) {
            return AdminResponse.message(400, "Bad request");
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("method", method)
                    .addKeyValue("path", exchange.getRequestURI().getRawPath())
                    .setCause(e)
                    .log("Admin request failed unexpectedly");
            return AdminResponse.message(500, "An unexpected error occurred");
        }
    }

    private AdminResponse answerUpload(HttpExchange exchange, AdminRequest request, int limit) throws IOException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && Long.parseLong(length) > limit) {
            return tooLarge();
        }
        if (!upload.tryAcquire()) {
            return AdminResponse.message(503, "Another configuration is being uploaded");
        }
        try {
            byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
            return body.length > limit
                    ? tooLarge()
                    : api.answer(request.withBody(new String(body, StandardCharsets.UTF_8)));
        } finally {
            upload.release();
        }
    }

    private static AdminResponse tooLarge() {
        return AdminResponse.message(413, "Payload too large");
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private static void respond(HttpExchange exchange, AdminResponse response) throws IOException {
        byte[] body;
        switch (response.body()) {
            case null -> {
                exchange.sendResponseHeaders(response.status(), NO_BODY);
                return;
            }
            case AdminResponse.Json(JsonNode tree) -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
                body = JsonMapper.shared().writeValueAsBytes(tree);
            }
            case AdminResponse.Metrics(String text) -> {
                exchange.getResponseHeaders().set("Content-Type", PrometheusText.CONTENT_TYPE);
                body = text.getBytes(StandardCharsets.UTF_8);
            }
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(response.status(), NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(response.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Stops listening and cuts off requests under way. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
