package dev.hawser.testing;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test run in which a buffer of Netty's was dropped without being released, whichever test dropped it. JUnit
 * registers it in every module that has this one on its class path (by {@code junit-platform.properties}); the check is at
 * the end of the run, for collecting garbage behind each test would take longer than the tests.
 */
public final class NoBufferLeaksAtAll implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(NoBufferLeaksAtAll.class))
                .computeIfAbsent(Check.class, _ -> new Check(), Check.class);
    }

    /** JUnit closes what is in its store behind the last test. */
    private static final class Check implements AutoCloseable {

        @Override
        public void close() {
            List<String> leaks = new ArrayList<>(LeakTracking.kept());
            leaks.addAll(NoBufferLeaks.found());
            NoBufferLeaks.failOn(leaks);
        }
    }
}
