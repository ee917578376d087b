package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tells clients apart for counting their sessions: by address and User-Agent, of which nothing but a bit is kept. The counts
 * belong to endpoints, which outlive balancers, so all balancers take the same.
 */
final class ClientFingerprint {

    /** So that no client can choose its bit. */
    private static final long SALT = ThreadLocalRandom.current().nextLong();

    private ClientFingerprint() {}

    static long of(RequestView request) {
        List<String> agents = request.headers("user-agent");
        long agent = agents.isEmpty() ? 0 : agents.getFirst().hashCode();
        long mixed = (request.clientAddress().hashCode() ^ (agent << 32) ^ SALT) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
