package dev.hawser.server.playground.reconcile;

import java.time.Duration;

/** When a key is to be looked at again although no event names it. */
public sealed interface Next {

    /** Only when an event says so. */
    record OnEvent() implements Next {}

    /** This long after the end of the call, or earlier when an event says so. */
    record After(Duration delay) implements Next {}

    static Next onEvent() {
        return new OnEvent();
    }

    /** A negative delay means at once. */
    static Next after(Duration delay) {
        return new After(delay.isNegative() ? Duration.ZERO : delay);
    }

    static Next atOnce() {
        return new After(Duration.ZERO);
    }
}
