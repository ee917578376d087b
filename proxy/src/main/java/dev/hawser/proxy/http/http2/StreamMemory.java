package dev.hawser.proxy.http.http2;

/**
 * The streams of a connection that were opened and reset lately: a peer may still send on a stream that we reset, since it
 * does not know yet, but not on one that it ended itself. Belongs to the event loop of the connection.
 */
final class StreamMemory {

    private final Ring opened = new Ring(32);
    /** As many as there may be at once by default. */
    private final Ring reset = new Ring(128);

    void opened(int streamId) {
        opened.add(streamId);
    }

    void reset(int streamId) {
        reset.add(streamId);
    }

    boolean wasOpened(int streamId) {
        return opened.holds(streamId);
    }

    boolean wasReset(int streamId) {
        return reset.holds(streamId);
    }

    private static final class Ring {

        private final int[] ids;
        private int next;

        Ring(int size) {
            ids = new int[size];
        }

        void add(int id) {
            ids[next] = id;
            next = (next + 1) % ids.length;
        }

        boolean holds(int wanted) {
            for (int id : ids) {
                if (id == wanted) {
                    return true;
                }
            }
            return false;
        }
    }
}
