package dev.hawser.server.playground.cluster.process;

/** What becomes of a child process when its parent is gone, however that came to be. */
public enum ParentDeath {
    /** It is asked to stop (SIGTERM). */
    STOPS("TERM"),
    /** It is killed (SIGKILL). */
    KILLS("KILL");

    private final String signal;

    ParentDeath(String signal) {
        this.signal = signal;
    }

    String signal() {
        return signal;
    }
}
