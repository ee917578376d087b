package dev.hawser.proxy.http.exchange;

/** A connection of a client, whatever is spoken on it. Belongs to its event loop. */
public interface ConnectedClient {

    /** Closes when idle; else what is under way is the last. */
    void drain();

    /** Closes at once, whatever is under way. */
    void close();
}
