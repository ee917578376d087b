package dev.hawser.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The deterministic ids that Kong gives to entities: a UUIDv5 (RFC 9562 section 5.5) of the entity's name in the
 * namespace of its collection, which is itself a UUIDv5 of the collection's name in Kong's namespace.
 */
public final class EntityIds {

    private static final UUID KONG = UUID.fromString("fd02801f-0957-4a15-a55a-c8d9606f30b5");
    private static final UUID SERVICES = uuid5(KONG, "services");
    private static final UUID ROUTES = uuid5(KONG, "routes");
    private static final UUID UPSTREAMS = uuid5(KONG, "upstreams");
    private static final UUID CERTIFICATES = uuid5(KONG, "certificates");

    private static final UUID CA_CERTIFICATES = uuid5(KONG, "ca_certificates");

    private EntityIds() {}

    public static UUID ofService(String name) {
        return uuid5(SERVICES, name);
    }

    public static UUID ofRoute(String name) {
        return uuid5(ROUTES, name);
    }

    public static UUID ofUpstream(String name) {
        return uuid5(UPSTREAMS, name);
    }

    /** The id of a certificate that was given none: certificates have no name, so their chain in PEM stands for it. */
    public static UUID ofCertificate(String cert) {
        return uuid5(CERTIFICATES, cert.strip());
    }

    /** The id of an authority that was given none, for which its certificate in PEM stands. */
    public static UUID ofCaCertificate(String cert) {
        return uuid5(CA_CERTIFICATES, cert.strip());
    }

    private static UUID uuid5(UUID namespace, String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 belongs to every Java platform", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long most = (hash.getLong() & ~0xF000L) | 0x5000L;
        long least = (hash.getLong() & ~0xC000_0000_0000_0000L) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
