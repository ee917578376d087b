package dev.hawser.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Collects what Netty's leak detector finds. JUnit loads this before any test, and so before Netty's buffers, which ask
 * for their detector once.
 */
public final class LeakTracking implements LauncherSessionListener {

    /** Added to by whatever thread allocates a buffer after a leak was found, emptied by the check. */
    private static final ConcurrentLinkedQueue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /** Those that the check of one class found, and that others left behind; for the check at the end. */
    private static final ConcurrentLinkedQueue<String> KEPT = new ConcurrentLinkedQueue<>();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
    }

    /** What was found since the last call. */
    static List<String> takeLeaks() {
        List<String> taken = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            taken.add(leak);
        }
        return taken;
    }

    static void keep(List<String> leaks) {
        KEPT.addAll(leaks);
    }

    /** Those that were kept. */
    static List<String> kept() {
        return List.copyOf(KEPT);
    }

    /** Whether the detectors of this class are the ones that are asked. */
    static boolean isInstalled() {
        return ResourceLeakDetectorFactory.instance() instanceof Factory;
    }

    private static final class Factory extends ResourceLeakDetectorFactory {

        @Override
        @SuppressWarnings("deprecation") // abstract there, so it has to be here
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
            return new Detector<>(resource, interval);
        }
    }

    private static final class Detector<T> extends ResourceLeakDetector<T> {

        Detector(Class<?> resource, int interval) {
            super(resource, interval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            LEAKS.add(resourceType + " was not released; last uses:" + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAKS.add(
                    resourceType + " was not released (expected: io.netty.leakDetection.level=paranoid to see where)");
        }
    }
}
