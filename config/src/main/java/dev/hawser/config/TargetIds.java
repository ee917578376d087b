package dev.hawser.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Derives the id of a target, which is the session id of a sticky upstream, from what the target is.
 *
 * <p>The same upstream name, address and pod always give the same id, so every replica agrees without talking; another
 * pod on the same address gets another id. The id is a UUIDv8 (RFC 9562 section 5.8) made of the first 128 bits of a
 * hash: HMAC-SHA-256 under the session key, so that a client cannot compute the id of another pod, or SHA-256 when there
 * is no key. Instances may be shared between threads.
 */
public final class TargetIds {

    private static final String HMAC = "HmacSHA256";

    private final @Nullable SecretKeySpec key;

    private TargetIds(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    /** Ids that anyone who knows a pod's address and UID can compute. */
    public static TargetIds unkeyed() {
        return new TargetIds(null);
    }

    /**
     * Ids that only holders of the key can compute.
     *
     * @param sessionKey at least one byte; 32 random bytes are recommended
     */
    public static TargetIds keyed(byte[] sessionKey) {
        return new TargetIds(new SecretKeySpec(sessionKey, HMAC));
    }

    /**
     * The id of a target.
     *
     * @param upstream the name of its upstream
     * @param target its {@code host:port}
     * @param podUid the UID of the pod behind it; {@code null} when there is none or it is not known
     */
    public UUID idOf(String upstream, String target, @Nullable String podUid) {
        byte[] input =
                (upstream + '\0' + target + '\0' + (podUid == null ? "" : podUid)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer hash = ByteBuffer.wrap(hash(input));
        long most = (hash.getLong() & ~0xF000L) | 0x8000L;
        long least = (hash.getLong() & ~0xC000_0000_0000_0000L) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    private byte[] hash(byte[] input) {
        try {
            if (key == null) {
                return MessageDigest.getInstance("SHA-256").digest(input);
            }
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(input);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("SHA-256 and HMAC-SHA-256 belong to every Java platform", e);
        }
    }

    @Override
    public String toString() {
        return key == null ? "TargetIds[unkeyed]" : "TargetIds[keyed]";
    }
}
