package dev.hawser.server.playground.node.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectWriter;

/**
 * The application of a playground pod, on one port.
 *
 * <ul>
 *   <li>{@code /healthz}, any method: 200 {@code ok}, or 503 {@code unhealthy} when {@link #health} says so.
 *   <li>Any other path: JSON that names the pod, the request as it was received, its {@link Visitor visitor} and how
 *       often that came ({@link VisitCounter}). A request body is read and its size told.
 *   <li>{@code ?delay=2s} (or {@code 500ms}; at most {@value #MAX_DELAY_SECONDS} s) waits before the answer.
 *   <li>{@code ?size=N} answers N bytes instead, at most {@value #MAX_SIZE_BYTES}.
 * </ul>
 *
 * <p>Every answer carries {@code X-Pod}. A parameter that cannot be understood is answered with 400. Threads may share
 * an instance.
 */
public final class ExampleApp implements AutoCloseable {

    static final int MAX_DELAY_SECONDS = 60;
    static final long MAX_SIZE_BYTES = 1L << 30;

    private static final Pattern DELAY = Pattern.compile("(\\d{1,9})(ms|s)");
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private final AppSettings settings;
    private final VisitCounter visits;
    private final HttpListener listener;
    private final InetSocketAddress address;

    /** Written by the node, read by the connections' threads; a request may still see the one before. */
    private volatile AppHealth health = AppHealth.HEALTHY;

    private ExampleApp(InetSocketAddress wanted, AppSettings settings, VisitCounter visits) throws IOException {
        this.settings = settings;
        this.visits = visits;
        this.listener = HttpListener.open(wanted, this::answer);
        this.address = listener.address();
    }

    /**
     * Starts to listen.
     *
     * @param address port 0 takes a free one
     * @param visits shared by the ports of one pod
     * @throws IOException the address is in use or not an address of this host, or the port is not allowed
     */
    public static ExampleApp start(InetSocketAddress address, AppSettings settings, VisitCounter visits)
            throws IOException {
        return new ExampleApp(address, settings, visits);
    }

    public InetSocketAddress address() {
        return address;
    }

    /** From now on {@code /healthz} answers this; healthy at first. */
    public void health(AppHealth now) {
        health = now;
    }

    /**
     * Stops gracefully, as on SIGTERM: refuses connections, answers what it has received with {@code Connection: close},
     * then closes the connections. {@link #close} cuts this short.
     *
     * @return completes when the last connection has ended; never exceptionally
     */
    public CompletableFuture<Void> drain() {
        return listener.drain();
    }

    /** Stops at once, as on SIGKILL: connections are cut off. */
    @Override
    public void close() {
        listener.close();
    }

    private AppResponse answer(AppRequest request) throws InterruptedException {
        Header pod = new Header("X-Pod", settings.pod());
        try {
            return dispatch(request).with(pod);
        } catch (IllegalArgumentException e) {
            return AppResponse.text(400, e.getMessage() + "\n").with(pod);
        }
    }

    private AppResponse dispatch(AppRequest request) throws InterruptedException {
        if (request.path().equals("/healthz")) {
            return switch (health) {
                case HEALTHY -> AppResponse.text(200, "ok\n");
                case UNHEALTHY -> AppResponse.text(503, "unhealthy\n");
            };
        }
        Optional<Long> size = request.parameter("size").map(ExampleApp::parseSize);
        Duration delay = request.parameter("delay").map(ExampleApp::parseDelay).orElse(Duration.ZERO);
        Thread.sleep(delay);
        if (size.isPresent()) {
            return AppResponse.filler(size.get());
        }
        return describe(request);
    }

    private AppResponse describe(AppRequest request) {
        Visitor visitor = Visitor.of(request, settings.sessionCookie());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("pod", settings.pod());
        answer.put("namespace", settings.namespace());
        answer.put("node", settings.node());
        answer.put("address", address.getAddress().getHostAddress() + ':' + address.getPort());
        answer.put("image", settings.image());
        answer.put("visitor", visitor.id());
        answer.put("visits", visits.visit(visitor.counted()));
        request.cookie(settings.sessionCookie()).ifPresent(session -> answer.put("session", session));
        answer.put("method", request.method());
        answer.put("path", request.target());
        answer.put("bodyBytes", request.bodyBytes());
        answer.put("headers", headers(request.headers()));
        AppResponse response = AppResponse.json(JSON.writeValueAsString(answer) + "\n");
        return visitor.source() == Visitor.Source.NEW
                ? response.with(new Header("Set-Cookie", Visitor.COOKIE + '=' + visitor.id() + "; Path=/"))
                : response;
    }

    /** Values of a name that comes more than once are joined as RFC 9110 section 5.3 allows. */
    private static Map<String, String> headers(List<Header> headers) {
        Map<String, String> byName = new LinkedHashMap<>();
        headers.forEach(header -> byName.merge(header.name(), header.value(), (a, b) -> a + ", " + b));
        return byName;
    }

    private static Duration parseDelay(String text) {
        Matcher matcher = DELAY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("delay: " + text + " (expected: a time such as 2s or 500ms)");
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration delay = matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
        Duration most = Duration.ofSeconds(MAX_DELAY_SECONDS);
        return delay.compareTo(most) > 0 ? most : delay;
    }

    private static long parseSize(String text) {
        try {
            long size = Long.parseLong(text);
            if (size >= 0 && size <= MAX_SIZE_BYTES) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Answered like one out of range.
        }
        throw new IllegalArgumentException("size: " + text + " (expected: a number from 0 to " + MAX_SIZE_BYTES + ")");
    }
}
