package dev.hawser.benchmarks;

import dev.hawser.proxy.RequestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that a codec has read: everything about it is there already.
 *
 * @param cookies the values of its Cookie fields
 */
record SampleRequest(String host, String path, String clientAddress, List<String> cookies) implements RequestView {

    static SampleRequest to(String host, String path) {
        return new SampleRequest(host, path, "192.0.2.1", List.of());
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public boolean secure() {
        return false;
    }

    @Override
    public int localPort() {
        return 8000;
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("cookie") ? cookies : List.of();
    }

    @Override
    public @Nullable String sni() {
        return null;
    }
}
