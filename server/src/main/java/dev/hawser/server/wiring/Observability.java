package dev.hawser.server.wiring;

import dev.hawser.server.health.Readiness;
import dev.hawser.server.http.BindAddress;
import dev.hawser.server.http.HttpEndpoint;
import dev.hawser.server.http.HttpReply;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports at which a controller tells of itself, started first and stopped last. */
public final class Observability implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Observability.class);

    private final Map<String, HttpEndpoint> endpoints = new LinkedHashMap<>();
    private final Readiness readiness = new Readiness();

    private Observability() {}

    /**
     * Opens the ports.
     *
     * @throws IOException when one cannot be listened at; nothing is left open then
     */
    public static Observability start(ObservabilitySettings settings) throws IOException {
        Observability started = new Observability();
        try {
            started.serve("health", "--health-probe-bind-address", settings.health(), started.readiness.paths());
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    private void serve(
            String name, String setting, @Nullable BindAddress address, Map<String, Supplier<HttpReply>> paths)
            throws IOException {
        if (address != null) {
            HttpEndpoint endpoint = HttpEndpoint.start(setting, address, paths);
            endpoints.put(name, endpoint);
            log.atInfo()
                    .addKeyValue("what", name)
                    .addKeyValue("address", Addresses.url(endpoint.address()))
                    .log("Listening");
        }
    }

    public Readiness readiness() {
        return readiness;
    }

    /** What scripts want to know: the URL of each port by what it is for. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        endpoints.forEach((name, endpoint) -> facts.put(name, Addresses.url(endpoint.address())));
        return facts;
    }

    @Override
    public void close() {
        endpoints.values().forEach(HttpEndpoint::close);
    }
}
