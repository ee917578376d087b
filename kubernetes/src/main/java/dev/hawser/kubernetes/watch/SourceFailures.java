package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.watch.WatchEvent.Source;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import java.net.HttpURLConnection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one informer retry whatever fails, for as long as it is not closed; the informer waits longer and longer between
 * tries. An outage is logged once, and once when it is over.
 */
final class SourceFailures implements ExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(SourceFailures.class);

    private final Source source;
    private final Consumer<WatchEvent> queue;

    private enum Health {
        WELL,
        FAILING,
        CLOSED
    }

    /** Written by the client's threads and by whoever closes; a failure that is under way then may still be logged. */
    private final AtomicReference<Health> health = new AtomicReference<>(Health.WELL);

    SourceFailures(Source source, Consumer<WatchEvent> queue) {
        this.source = source;
        this.queue = queue;
    }

    @Override
    public boolean retryAfterException(boolean isStarted, Throwable failure) {
        if (isNotFound(failure)) {
            queue.accept(new WatchEvent.Absent(source));
        } else if (health.compareAndSet(Health.WELL, Health.FAILING)) {
            log.atWarn()
                    .addKeyValue("kind", source)
                    .addKeyValue("reason", String.valueOf(failure.getMessage()))
                    .log("Watch failed, what is known is kept while it is tried again");
        }
        return health.get() != Health.CLOSED;
    }

    /** Failures of the client's asynchronous calls come wrapped. */
    private static boolean isNotFound(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return true;
            }
        }
        return false;
    }

    /** Everything was listed again. */
    void over() {
        if (health.compareAndSet(Health.FAILING, Health.WELL)) {
            log.atInfo().addKeyValue("kind", source).log("Watch works again");
        }
    }

    void close() {
        health.set(Health.CLOSED);
    }
}
