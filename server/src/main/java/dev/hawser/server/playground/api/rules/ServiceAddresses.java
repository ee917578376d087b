package dev.hawser.server.playground.api.rules;

/**
 * Gives out the cluster addresses of Services, 10.96.0.1 and on: Kubernetes' usual service range, 10.96.0.0/12.
 *
 * <p>No address is given out twice. Nothing listens on them; they are there to be read. One thread at a time may use it.
 */
final class ServiceAddresses {

    private static final int BASE = (10 << 24) | (96 << 16);
    private static final int SIZE = 1 << 20;

    private int last;

    /**
     * An address that no Service has had.
     *
     * @throws IllegalStateException when the range is used up
     */
    String next() {
        if (++last >= SIZE) {
            throw new IllegalStateException(
                    "10.96.0.0/12: used up (expected: at most %d Services)".formatted(SIZE - 1));
        }
        int address = BASE + last;
        return "%d.%d.%d.%d".formatted(address >>> 24, (address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff);
    }
}
