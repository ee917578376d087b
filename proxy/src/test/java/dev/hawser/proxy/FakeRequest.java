package dev.hawser.proxy;

import dev.hawser.proxy.routing.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request made of values. */
public final class FakeRequest implements RequestView {

    private String method = "GET";
    private String host = "";
    private String path = "/";
    private @Nullable String query;
    private boolean secure;
    private @Nullable String sni;
    private String clientAddress = "127.0.0.1";
    private @Nullable RouteMatch match;
    private final Map<String, List<String>> headers = new TreeMap<>();

    public static FakeRequest get(String path) {
        return new FakeRequest().path(path);
    }

    /** One with these values of Cookie fields, a line each. */
    public static FakeRequest withCookies(String... lines) {
        FakeRequest request = get("/");
        for (String line : lines) {
            request.header("cookie", line);
        }
        return request;
    }

    public FakeRequest method(String method) {
        this.method = method;
        return this;
    }

    public FakeRequest host(String host) {
        this.host = host;
        return this;
    }

    public FakeRequest path(String path) {
        this.path = path;
        return this;
    }

    public FakeRequest query(@Nullable String query) {
        this.query = query;
        return this;
    }

    public FakeRequest overTls(@Nullable String sni) {
        this.secure = true;
        this.sni = sni;
        return this;
    }

    public FakeRequest clientAddress(String clientAddress) {
        this.clientAddress = clientAddress;
        return this;
    }

    /** It has found its route. */
    public FakeRequest routed(@Nullable RouteMatch match) {
        this.match = match;
        return this;
    }

    public FakeRequest header(String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .add(value);
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int localPort() {
        return 8000;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public @Nullable String sni() {
        return sni;
    }

    @Override
    public String clientAddress() {
        return clientAddress;
    }

    @Override
    public @Nullable String pathCapture(String group) {
        return match == null ? null : match.capture(group);
    }
}
