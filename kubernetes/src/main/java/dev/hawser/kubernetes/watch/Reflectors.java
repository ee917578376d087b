package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.watch.http.ApiClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reflector for each source, on a thread of its own. */
final class Reflectors implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reflectors.class);

    /** How long closing waits for what does not heed an interrupt. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final List<SourceMonitor> monitors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Starts them; returns before anything is listed. */
    Reflectors(KubernetesClient client, Collection<Source> sources, WatchSettings settings, Consumer<WatchEvent> sink) {
        ConnectionSettings connection = settings.connection();
        ApiClient api = new ApiClient(client, connection.patience());
        Outages outages = new Outages();
        for (Source source : sources) {
            SourceMonitor monitor = new SourceMonitor(source, outages, InstantSource.system());
            ObjectDecoder decoder = new ObjectDecoder(source, client.getKubernetesSerialization());
            Reflector reflector = new Reflector(
                    source,
                    new ObjectReader(source, settings.selection(), api, decoder),
                    decoder,
                    sink,
                    monitor,
                    connection,
                    new BackOff(connection.firstRetry(), connection.longestRetry(), RandomGenerator.getDefault()));
            monitors.add(monitor);
            threads.add(Thread.ofVirtual().name("watch-" + source.resource()).start(reflector));
        }
    }

    List<SourceState> states() {
        return monitors.stream().map(SourceMonitor::state).toList();
    }

    /** Ends all of them and their connections, in 2 s at most; what they still say is of no account. */
    @Override
    public void close() {
        close(CLOSE_PATIENCE);
    }

    void close(Duration patience) {
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofNanos(end - System.nanoTime()))) {
                    log.atWarn()
                            .addKeyValue("thread", thread.getName())
                            .addKeyValue("patience", patience)
                            .log("Watch did not end in time, going on without it");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
