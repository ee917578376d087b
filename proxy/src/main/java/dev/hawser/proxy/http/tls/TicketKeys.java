package dev.hawser.proxy.http.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the session tickets of one certificate are sealed with (RFC 5077 section 4): the newest seals, and each is
 * kept for as long as a ticket that it sealed is taken. They are nowhere but in memory. Used by one thread at a time.
 */
final class TicketKeys {

    /** A key is used for this part of the time that a session is taken. */
    private static final int PARTS = 2;

    private final long timeoutNanos;
    private final Supplier<OpenSslSessionTicketKey> source;
    /** The newest first. */
    private final List<Key> keys = new ArrayList<>();

    private record Key(OpenSslSessionTicketKey key, long sinceNanos) {}

    /** @param timeout how long a session is taken after its handshake */
    TicketKeys(Duration timeout) {
        this(timeout, TicketKeys::random);
    }

    TicketKeys(Duration timeout, Supplier<OpenSslSessionTicketKey> source) {
        this.timeoutNanos = timeout.toNanos();
        this.source = source;
    }

    /** The keys to use from now on, the one that seals first; {@code null} when they are those that were told last. */
    OpenSslSessionTicketKey @Nullable [] rotated(long nowNanos) {
        if (!keys.isEmpty() && nowNanos - keys.getFirst().sinceNanos < timeoutNanos / PARTS) {
            return null;
        }
        keys.addFirst(new Key(source.get(), nowNanos));
        // A key sealed its last ticket when the next one came.
        while (keys.size() > 1 && nowNanos - keys.get(keys.size() - 2).sinceNanos > timeoutNanos) {
            keys.removeLast();
        }
        return keys.stream().map(Key::key).toArray(OpenSslSessionTicketKey[]::new);
    }

    private static OpenSslSessionTicketKey random() {
        SecureRandom random = new SecureRandom();
        return new OpenSslSessionTicketKey(
                bytes(random, OpenSslSessionTicketKey.NAME_SIZE),
                bytes(random, OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(random, OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private static byte[] bytes(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
