package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.watch.http.ApiClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One reflector for each source, on a thread of its own. */
final class Reflectors implements AutoCloseable {

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

    /** Ends all of them and their connections; what they still say is of no account. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
