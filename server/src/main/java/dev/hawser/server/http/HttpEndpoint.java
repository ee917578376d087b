package dev.hawser.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET and HEAD for a few fixed paths over HTTP/1.1; everything else is 404 or 405. No body is read. */
public final class HttpEndpoint implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpEndpoint.class);

    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Supplier<HttpReply>> paths;

    private HttpEndpoint(HttpServer server, Map<String, Supplier<HttpReply>> paths) {
        this.server = server;
        this.paths = Map.copyOf(paths);
    }

    /**
     * Starts to serve.
     *
     * @param setting the name of the setting that the address is of, for messages
     * @param paths what to answer, by the whole path; called by many threads
     * @throws IOException when the address cannot be listened at; its message names setting and address
     */
    public static HttpEndpoint start(String setting, BindAddress address, Map<String, Supplier<HttpReply>> paths)
            throws IOException {
        HttpEndpoint endpoint;
        try {
            endpoint = new HttpEndpoint(HttpServer.create(address.socketAddress(), 0), paths);
        } catch (IOException e) {
            throw new IOException(
                    setting + ": " + address + " cannot be listened at: " + e.getMessage()
                            + " (expected: a free address)",
                    e);
        }
        endpoint.server.setExecutor(endpoint.threads);
        endpoint.server.createContext("/", endpoint::serve);
        endpoint.server.start();
        return endpoint;
    }

    /** The address that is listened at. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            HttpReply reply =
                    answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            byte[] body = reply.bytes();
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            boolean headOnly = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status(), headOnly || body.length == 0 ? NO_BODY : body.length);
            if (!headOnly && body.length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        } catch (IOException e) {
            // The client has gone.
            log.atDebug().setCause(e).log("Request failed");
        }
    }

    private HttpReply answer(String method, String path) {
        Supplier<HttpReply> reply = paths.get(path);
        if (reply == null) {
            return HttpReply.text(404, "not found");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return HttpReply.text(405, "only GET is answered");
        }
        try {
            return reply.get();
        } catch (RuntimeException e) {
            log.atError().addKeyValue("path", path).setCause(e).log("Request failed unexpectedly");
            return HttpReply.text(500, "an unexpected error occurred");
        }
    }

    /** Stops listening and cuts off requests under way. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
