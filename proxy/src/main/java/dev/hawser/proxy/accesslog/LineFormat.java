package dev.hawser.proxy.accesslog;

/** Writes entries as lines. Has no state. */
interface LineFormat {

    /** Writes an entry, without the end of the line. */
    void write(AccessEntry entry, LogTime time, LineBuffer to);
}
