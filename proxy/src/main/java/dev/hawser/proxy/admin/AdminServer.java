package dev.hawser.proxy.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Serves the Admin or the status API over HTTP/1.1, on the JDK's server, with a virtual thread for each request. */
public final class AdminServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    /** The longest body taken; longer ones are answered with 413. */
    static final int MAX_BODY_BYTES = 256 << 20;

    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Function<AdminRequest, AdminResponse> api;

    private AdminServer(HttpServer server, Function<AdminRequest, AdminResponse> api) {
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
    static AdminServer start(InetSocketAddress address, Function<AdminRequest, AdminResponse> api) throws IOException {
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
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return AdminResponse.message(413, "Payload too large");
        }
        String method = exchange.getRequestMethod().toUpperCase(Locale.ROOT);
        if (!method.equals("GET")
                && !method.equals("HEAD")
                && exchange.getRequestHeaders().containsKey("Origin")) {
            // Sent by browsers only: a page that its user happens to open must not reconfigure the gateway.
            return AdminResponse.message(403, "Requests of web pages cannot change anything");
        }
        try {
            String query = exchange.getRequestURI().getRawQuery();
            return api.apply(AdminRequest.of(
                    method,
                    exchange.getRequestURI().getRawPath(),
                    query == null ? "" : query,
                    mediaType(exchange.getRequestHeaders().getFirst("Content-Type")),
                    new String(body, StandardCharsets.UTF_8)));
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

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private static void respond(HttpExchange exchange, AdminResponse response) throws IOException {
        if (response.body() == null) {
            exchange.sendResponseHeaders(response.status(), NO_BODY);
            return;
        }
        byte[] body = JsonMapper.shared().writeValueAsBytes(response.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
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
