package dev.hawser.proxy.health.probe;

import dev.hawser.proxy.health.CheckResult;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One probe under way: the first that ends it decides, and its connection is closed then. Belongs to the loop. */
final class ProbeCall {

    private final Consumer<CheckResult> listener;
    private Runnable cancelTimeout = () -> {};
    private @Nullable Channel channel;
    private boolean over;

    ProbeCall(Consumer<CheckResult> listener) {
        this.listener = listener;
    }

    /** @param cancel takes the timer back that would end this */
    void onTimeout(Runnable cancel) {
        cancelTimeout = cancel;
    }

    void uses(Channel connection) {
        channel = connection;
    }

    boolean over() {
        return over;
    }

    void ended(CheckResult result) {
        if (!over) {
            end();
            listener.accept(result);
        }
    }

    void timedOut() {
        ended(new CheckResult.TimedOut());
    }

    /** Ends it without telling anybody. */
    void cancel() {
        if (!over) {
            end();
        }
    }

    private void end() {
        over = true;
        cancelTimeout.run();
        if (channel != null) {
            var _ = channel.close();
        }
    }

    /** What an error says. Only its kind is told: a peer decides what a message holds. */
    static CheckResult failed(Throwable cause) {
        Throwable reason = cause.getCause() != null && cause instanceof DecoderException ? cause.getCause() : cause;
        return new CheckResult.ConnectionFailed(reason.getClass().getSimpleName());
    }
}
