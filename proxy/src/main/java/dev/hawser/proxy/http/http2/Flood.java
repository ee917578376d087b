package dev.hawser.proxy.http.http2;

import java.time.Duration;

/**
 * What a peer may send, or have us send, so often only. Beyond that its connection is closed with ENHANCE_YOUR_CALM (RFC
 * 9113 section 10.5). All are counted over {@link #WINDOW}, but for the last two.
 */
public enum Flood {
    /**
     * Requests that are taken back within a second, before they were answered (CVE-2023-44487, "rapid reset"); one more for
     * each response that came to its end, for some clients ask twice and take the faster answer.
     */
    CLIENT_RESETS(200),

    /** Streams that we must reset, for what is sent on them is wrong (CVE-2025-8671, "made you reset"). */
    PROVOKED_RESETS(200),

    /**
     * Streams beyond those that a client may have. It may not know our settings yet, nor what it opens at once before it
     * does, so these are more than {@link #PROVOKED_RESETS}.
     */
    REFUSED_STREAMS(1000),

    /** DATA frames that carry nothing and do not end their stream (CVE-2019-9518). */
    EMPTY_DATA(100),

    /**
     * PING frames (CVE-2019-9512); one more for each DATA frame that we send, for clients measure their lines by them, and for
     * each KiB that we receive.
     */
    PINGS(1000),

    /** SETTINGS frames (CVE-2019-9515). */
    SETTINGS(100),

    /** PRIORITY frames (CVE-2019-9513), which mean nothing any more (RFC 9113 section 5.3.2). */
    PRIORITIES(1000),

    /**
     * WINDOW_UPDATE frames; four more for each DATA frame that we send and each KiB that we receive. Not for frames that are
     * short because the client's window is (CVE-2019-9511, "data dribble").
     */
    WINDOW_UPDATES(1000),

    /** Frames of kinds that are not known (RFC 9113 section 5.5). */
    UNKNOWN_FRAMES(1000),

    /** CONTINUATION frames of one block (CVE-2024-27316) that are short. */
    CONTINUATIONS(16),

    /** Answers to control frames that the peer does not take (CVE-2019-9517). */
    UNSENT_ANSWERS(10_000);

    /** The time over which frames are counted. */
    public static final Duration WINDOW = Duration.ofSeconds(30);

    private final int limit;

    Flood(int limit) {
        this.limit = limit;
    }

    /** How many there may be. */
    public int limit() {
        return limit;
    }
}
