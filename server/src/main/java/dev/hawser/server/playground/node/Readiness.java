package dev.hawser.server.playground.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a running container is ready.
 *
 * <p>Without a {@code readinessProbe} it is at once. Of a probe these are honoured: {@code httpGet} with path, port,
 * plain HTTP and headers, sent to the pod's address; {@code initialDelaySeconds} (default 0), {@code periodSeconds} (10),
 * {@code timeoutSeconds} (1), {@code successThreshold} (1), {@code failureThreshold} (3). A probe of another kind passes
 * once its initial delay is over. A status from 200 to 399 is a success. As long as the container is not ready it is
 * asked every second at the least, so that a playground gets ready quickly.
 */
final class Readiness implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Readiness.class);

    /** Written by the probe's thread, read by the node's, which is woken up after each change. */
    private volatile boolean ready;

    private @Nullable Thread thread;

    private Readiness() {}

    /**
     * Begins to watch a container that runs.
     *
     * @param onChange called on another thread after each change; does not block
     */
    static Readiness start(Container container, InetAddress address, Runnable onChange) {
        Readiness readiness = new Readiness();
        Probe probe = container.getReadinessProbe();
        if (probe == null) {
            readiness.ready = true;
        } else {
            readiness.thread = Thread.ofVirtual()
                    .name("probe-" + container.getName())
                    .start(() -> readiness.run(container, probe, address, onChange));
        }
        return readiness;
    }

    boolean ready() {
        return ready;
    }

    private void run(Container container, Probe probe, InetAddress address, Runnable onChange) {
        try {
            Thread.sleep(Duration.ofSeconds(orDefault(probe.getInitialDelaySeconds(), 0)));
            HTTPGetAction get = probe.getHttpGet();
            if (get == null || "HTTPS".equals(get.getScheme())) {
                ready = true;
                onChange.run();
                return;
            }
            watch(probe, get, uri(container, get, address), onChange);
        } catch (InterruptedException e) {
            log.atTrace().addKeyValue("container", container.getName()).log("Probing ended");
        }
    }

    private void watch(Probe probe, HTTPGetAction get, URI uri, Runnable onChange) throws InterruptedException {
        Duration period = Duration.ofSeconds(Math.max(1, orDefault(probe.getPeriodSeconds(), 10)));
        Duration timeout = Duration.ofSeconds(Math.max(1, orDefault(probe.getTimeoutSeconds(), 1)));
        int against = 0;
        while (true) {
            // Counts the results that contradict the present state; enough of them in a row turn it.
            against = passes(get, uri, timeout) == ready ? 0 : against + 1;
            int threshold =
                    ready ? orDefault(probe.getFailureThreshold(), 3) : orDefault(probe.getSuccessThreshold(), 1);
            if (against >= threshold) {
                ready = !ready;
                against = 0;
                onChange.run();
            }
            Thread.sleep(ready ? period : Duration.ofSeconds(1));
        }
    }

    private static boolean passes(HTTPGetAction get, URI uri, Duration timeout) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Connection", "close");
            connection.setRequestProperty("User-Agent", "hawser-probe");
            for (HTTPHeader header : get.getHttpHeaders()) {
                connection.addRequestProperty(header.getName(), header.getValue());
            }
            int status = connection.getResponseCode();
            connection.disconnect();
            return status >= 200 && status < 400;
        } catch (IOException e) {
            log.atDebug().addKeyValue("uri", uri).setCause(e).log("Probe failed");
            return false;
        }
    }

    private static URI uri(Container container, HTTPGetAction get, InetAddress address) {
        String path = get.getPath() == null || get.getPath().isEmpty() ? "/" : get.getPath();
        return URI.create("http://" + address.getHostAddress() + ':' + port(container, get)
                + (path.startsWith("/") ? path : '/' + path));
    }

    private static int port(Container container, HTTPGetAction get) {
        Integer number = get.getPort().getIntVal();
        if (number != null) {
            return number;
        }
        String name = get.getPort().getStrVal();
        return container.getPorts().stream()
                .filter(port -> name.equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(0);
    }

    private static int orDefault(@Nullable Integer value, int whenAbsent) {
        return value == null ? whenAbsent : value;
    }

    /** Ends probing; the state stays what it was. */
    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
