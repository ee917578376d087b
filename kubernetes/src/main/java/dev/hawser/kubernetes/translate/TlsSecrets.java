package dev.hawser.kubernetes.translate;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key pairs of Secrets, each once as long as every translation needs it: checking that a key belongs to its
 * certificate takes about a millisecond, and thousands of Secrets hardly ever change.
 *
 * <p>Instances may be shared between threads.
 */
final class TlsSecrets {

    /**
     * What the last translation read. Every translating thread writes it at its end and reads it at its beginning; one
     * that reads an older one reads some Secrets again, with the same result. It is never changed once it is here.
     */
    private volatile IdentityHashMap<Secret, Reading> known = new IdentityHashMap<>();

    /**
     * What reading a Secret gave.
     *
     * @param tls the key pair; {@code null} when there is none
     * @param problem why there is none
     */
    record Reading(@Nullable TlsSecret tls, String problem) {

        static Reading of(Secret secret) {
            try {
                return new Reading(TlsSecret.parse(secret), "");
            } catch (IllegalArgumentException e) {
                return new Reading(null, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Starts reading for one translation; used by one thread. */
    Reader reader() {
        return new Reader();
    }

    /** Reads the Secrets of one translation. */
    final class Reader {

        private final IdentityHashMap<Secret, Reading> before = known;
        /** By identity: an unchanged Secret is the same object in the next snapshot, a changed one is another. */
        private final IdentityHashMap<Secret, Reading> read = new IdentityHashMap<>();

        Reading read(Secret secret) {
            return read.computeIfAbsent(secret, each -> {
                Reading reading = before.get(each);
                return reading == null ? Reading.of(each) : reading;
            });
        }

        /** Remembers what was read for the next translation; nothing may be read afterwards. */
        void finish() {
            known = read;
        }
    }
}
