package dev.hawser.kubernetes.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * An API server that keeps objects, lists and watches them over real connections, and misbehaves as it is told: an
 * {@link Answer} given for {@code "list ingresses"} or {@code "watch services"} takes the place of the proper one.
 */
final class FakeApiServer implements AutoCloseable {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final Set<String> CUSTOM = Set.of("kongupstreampolicies", "ingressclassparameterses");

    private final Map<String, Deque<Answer>> once = new ConcurrentHashMap<>();
    private final Map<String, Answer> always = new ConcurrentHashMap<>();
    private final Set<String> uninstalled = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final Map<String, Map<String, String>> objects = new HashMap<>();
    private final List<Event> history = new ArrayList<>();

    /** Guarded by this, as all of the above that is no concurrent collection. */
    private int version = 100;

    private int oldest = 100;
    private int epoch;
    private HttpServer http;
    private final int port;

    private record Event(int version, String plural, String line) {}

    /** What is answered in place of the proper answer. */
    @FunctionalInterface
    interface Answer {
        void to(Exchange exchange) throws IOException, InterruptedException;
    }

    /** A request and the ways to answer it. */
    final class Exchange {

        private final HttpExchange http;
        private final Map<String, String> query;
        private final String plural;

        private Exchange(HttpExchange http) {
            this.http = http;
            String path = http.getRequestURI().getPath();
            plural = path.substring(path.lastIndexOf('/') + 1);
            query = new TreeMap<>();
            String raw = http.getRequestURI().getQuery();
            for (String pair : raw == null ? new String[0] : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }

        String verb() {
            return query.containsKey("watch") ? "watch" : "list";
        }

        String parameter(String name) {
            return query.getOrDefault(name, "");
        }

        void status(int code, String json) throws IOException {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            http.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
            http.getResponseBody().write(body);
            http.close();
        }

        void header(String name, String value) {
            http.getResponseHeaders().add(name, value);
        }

        /** Begins an answer whose end is open. */
        OutputStream begin() throws IOException {
            http.sendResponseHeaders(200, 0);
            OutputStream body = http.getResponseBody();
            body.flush();
            return body;
        }

        void line(OutputStream body, String line) throws IOException {
            body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            body.flush();
        }

        /** Says nothing more until the server stops. */
        void stall() throws InterruptedException {
            int now = epoch();
            synchronized (FakeApiServer.this) {
                while (epoch == now) {
                    FakeApiServer.this.wait();
                }
            }
        }

        /** The proper answer. */
        void properly() throws IOException, InterruptedException {
            if (verb().equals("watch")) {
                watch(this);
            } else {
                status(200, list(this));
            }
        }
    }

    FakeApiServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = http.getAddress().getPort();
        run();
    }

    private void run() {
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
    }

    /** A client of this server. */
    KubernetesClient client() {
        return client(new ConfigBuilder(Config.empty()).build());
    }

    KubernetesClient client(Config config) {
        config.setMasterUrl("http://127.0.0.1:" + port);
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        clients.add(client);
        return client;
    }

    /** Ends all connections, and refuses new ones. */
    void stop() {
        synchronized (this) {
            epoch++;
            notifyAll();
        }
        http.stop(0);
    }

    /** Comes back where it was. */
    void restart() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run();
    }

    /** Ends all watches as the API server does when their time is over. */
    synchronized void endWatches() {
        epoch++;
        notifyAll();
    }

    /** Forgets the past: a watch from an earlier version than the present one is answered with 410. */
    synchronized void forgetHistory() {
        version++;
        oldest = version;
        history.clear();
    }

    void put(HasMetadata... all) {
        for (HasMetadata object : all) {
            put(object);
        }
    }

    private synchronized void put(HasMetadata object) {
        version++;
        object.getMetadata().setResourceVersion(String.valueOf(version));
        String json = JSON.asJson(object);
        String before = of(HasMetadata.getPlural(object.getClass())).put(keyOf(object), json);
        tell(HasMetadata.getPlural(object.getClass()), before == null ? "ADDED" : "MODIFIED", json);
    }

    /** Puts in what a typed object cannot hold; the text says {@code VERSION} where its version belongs. */
    synchronized void putRaw(String plural, String key, String json) {
        version++;
        String versioned = json.replace("VERSION", String.valueOf(version));
        String before = of(plural).put(key, versioned);
        tell(plural, before == null ? "ADDED" : "MODIFIED", versioned);
    }

    synchronized void delete(HasMetadata object) {
        version++;
        object.getMetadata().setResourceVersion(String.valueOf(version));
        of(HasMetadata.getPlural(object.getClass())).remove(keyOf(object));
        tell(HasMetadata.getPlural(object.getClass()), "DELETED", JSON.asJson(object));
    }

    private void tell(String plural, String type, String json) {
        history.add(new Event(version, plural, "{\"type\":\"" + type + "\",\"object\":" + json + "}"));
        notifyAll();
    }

    private Map<String, String> of(String plural) {
        return objects.computeIfAbsent(plural, p -> new TreeMap<>());
    }

    private static String keyOf(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    /** Answers the next requests in these ways, one each. */
    void next(String request, Answer... answers) {
        once.computeIfAbsent(request, r -> new ArrayDeque<>()).addAll(List.of(answers));
    }

    /** Answers all requests in this way, until {@link #properly}. */
    void always(String request, Answer answer) {
        always.put(request, answer);
    }

    void properly(String request) {
        always.remove(request);
    }

    /** Knows a kind no more, and has lost its objects: what deleting its definition does. */
    synchronized void uninstall(String plural) {
        uninstalled.add(plural);
        objects.remove(plural);
        endWatches();
    }

    void install(String plural) {
        uninstalled.remove(plural);
    }

    /** Each request that comes, as {@code "list ingresses"} or {@code "watch ingresses from 101"}. */
    BlockingQueue<String> requests() {
        return requests;
    }

    List<String> authorizations() {
        return authorizations;
    }

    static Answer failing(int code, String message) {
        return exchange -> exchange.status(code, """
                {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","code":%d}""".formatted(message, code));
    }

    private void handle(HttpExchange raw) throws IOException {
        Exchange exchange = new Exchange(raw);
        authorizations.add(String.valueOf(raw.getRequestHeaders().getFirst("Authorization")));
        try (raw) {
            if (!raw.getRequestURI().getPath().matches(".*/v1[a-z0-9]*/(namespaces/.*/)?[a-z]+")) {
                discover(exchange, raw.getRequestURI().getPath());
                return;
            }
            String request = exchange.verb() + " " + exchange.plural;
            boolean isWatch = exchange.verb().equals("watch");
            requests.add(request + (isWatch ? " from " + exchange.parameter("resourceVersion") : ""));
            Deque<Answer> script = once.getOrDefault(request, new ArrayDeque<>());
            Answer answer;
            synchronized (this) {
                answer = script.poll();
            }
            if (answer == null) {
                answer = always.getOrDefault(request, Exchange::properly);
            }
            if (uninstalled.contains(exchange.plural)) {
                answer = e -> e.status(404, "404 page not found");
            }
            answer.to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void discover(Exchange exchange, String path) throws IOException {
        if (always.containsKey("discovery")) {
            exchange.status(404, "no such page");
        } else if (path.equals("/apis")) {
            exchange.status(200, "{\"kind\":\"APIGroupList\",\"groups\":[]}");
        } else if (uninstalled.containsAll(CUSTOM)) {
            exchange.status(404, "404 page not found");
        } else {
            String resources = CUSTOM.stream()
                    .filter(plural -> !uninstalled.contains(plural))
                    .map(plural -> "{\"name\":\"" + plural + "\"}")
                    .collect(Collectors.joining(","));
            exchange.status(200, "{\"kind\":\"APIResourceList\",\"resources\":[" + resources + "]}");
        }
    }

    private synchronized String list(Exchange exchange) {
        List<String> all = new ArrayList<>(of(exchange.plural).values());
        int start = exchange.parameter("continue").isEmpty() ? 0 : Integer.parseInt(exchange.parameter("continue"));
        int limit = exchange.parameter("limit").isEmpty() ? all.size() : Integer.parseInt(exchange.parameter("limit"));
        int end = Math.min(all.size(), start + limit);
        String next = end < all.size() ? String.valueOf(end) : "";
        return "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"" + version + "\",\"continue\":\"" + next
                + "\"},\"items\":[" + String.join(",", all.subList(start, end)) + "]}";
    }

    private void watch(Exchange exchange) throws IOException, InterruptedException {
        int from = Integer.parseInt(exchange.parameter("resourceVersion"));
        long deadline = System.nanoTime() + Long.parseLong(exchange.parameter("timeoutSeconds")) * 1_000_000_000L;
        boolean isTooOld;
        int now;
        synchronized (this) {
            isTooOld = from < oldest;
            now = epoch;
        }
        OutputStream body = exchange.begin();
        if (isTooOld) {
            exchange.line(
                    body, "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}}");
            return;
        }
        int reached = from;
        while (System.nanoTime() < deadline) {
            List<Event> events;
            synchronized (this) {
                if (epoch != now) {
                    return;
                }
                int after = reached;
                events = history.stream()
                        .filter(event ->
                                event.version() > after && event.plural().equals(exchange.plural))
                        .toList();
                if (events.isEmpty()) {
                    wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                }
            }
            for (Event event : events) {
                exchange.line(body, event.line());
                reached = event.version();
            }
        }
    }

    private synchronized int epoch() {
        return epoch;
    }

    @Override
    public void close() {
        stop();
        clients.forEach(KubernetesClient::close);
    }
}
