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
 * kept for as long as a ticket that it sealed may be taken. They are nowhere but in memory. Used by one thread at a time.
 *
 * <p>To sessions of TLS 1.3 this is the only bound: BoringSSL takes them for two days, whatever it is told.
 */
final class TicketKeys {

    /** A key seals for this part of the time that a session is taken. */
    private static final int PARTS = 2;

    private final long sealingNanos;
    private final long keptNanos;
    private final Supplier<OpenSslSessionTicketKey> source;
    /** The newest first. */
    private final List<Key> keys = new ArrayList<>();

    private record Key(OpenSslSessionTicketKey key, long sinceNanos) {}

    /**
     * @param timeout how long a session is taken after its handshake
     * @param handshakeTimeout how long a handshake may take, which seals its ticket at its end
     */
    TicketKeys(Duration timeout, Duration handshakeTimeout) {
        this(timeout, handshakeTimeout, TicketKeys::random);
    }

    TicketKeys(Duration timeout, Duration handshakeTimeout, Supplier<OpenSslSessionTicketKey> source) {
        this.sealingNanos = timeout.toNanos() / PARTS;
        this.keptNanos = sealingNanos + handshakeTimeout.toNanos() + timeout.toNanos();
        this.source = source;
    }

    /**
     * The keys to use from now on, the one that seals first; {@code null} when they are those that were told last. To be
     * asked before each handshake: a key that nobody asked for has sealed nothing.
     */
    OpenSslSessionTicketKey @Nullable [] rotated(long nowNanos) {
        int before = keys.size();
        while (!keys.isEmpty() && nowNanos - keys.getLast().sinceNanos > keptNanos) {
            keys.removeLast();
        }
        boolean changed = keys.size() < before;
        if (keys.isEmpty() || nowNanos - keys.getFirst().sinceNanos >= sealingNanos) {
            keys.addFirst(new Key(source.get(), nowNanos));
            changed = true;
        }
        return changed ? keys.stream().map(Key::key).toArray(OpenSslSessionTicketKey[]::new) : null;
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
