package dev.hawser.testing;

import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class when a buffer of Netty's was dropped in it without being released. What earlier classes dropped is
 * not held against it, but against all together ({@link NoBufferLeaksAtAll}). It sees every buffer when Netty's leak
 * detection is at paranoid, as the build sets it.
 *
 * <p>To be registered as {@code @ExtendWith(NoBufferLeaks.class)}, before extensions that hold buffers.
 */
public final class NoBufferLeaks implements BeforeAllCallback, AfterAllCallback {

    private static final int ROUNDS = 3;
    private static final long PATIENCE_MILLIS = 10_000;

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        if (!LeakTracking.isInstalled()) {
            throw new IllegalStateException("leak tracking: not installed (expected: JUnit's launcher loads "
                    + LeakTracking.class.getName() + ")");
        }
        LeakTracking.keep(find());
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        failOn(find());
    }

    static void failOn(List<String> leaks) {
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " buffers leaked (expected: none)\n" + String.join("\n", leaks));
        }
    }

    /** The buffers that were dropped since the last check, each with its last uses; collects garbage to find them. */
    public static List<String> found() {
        try {
            return find();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("leak tracking: interrupted (expected: to find leaks)", e);
        }
    }

    /** Lets the collector find what was dropped, and Netty report it, which it does when it tracks another buffer. */
    static List<String> find() throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            collect();
            ByteBufAllocator.DEFAULT.heapBuffer(1).release();
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        return LeakTracking.takeLeaks();
    }

    /** Returns when a collection has put the references that it cleared into their queues. */
    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> witness = new WeakReference<>(new Object(), queue);
        try {
            System.gc();
            if (queue.remove(PATIENCE_MILLIS) == null) {
                throw new IllegalStateException("garbage collection: none (expected: System.gc() collects)");
            }
        } finally {
            Reference.reachabilityFence(witness);
        }
    }
}
