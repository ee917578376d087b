package dev.hawser.server.playground.controllers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/** Name endings without vowels and look-alikes, as Kubernetes makes them, so that no words arise by accident. */
final class NameSuffix {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int RANDOM_LENGTH = 5;
    private static final int HASH_LENGTH = 10;

    private NameSuffix() {}

    static String random(RandomGenerator random) {
        StringBuilder suffix = new StringBuilder(RANDOM_LENGTH);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return suffix.toString();
    }

    /**
     * The same for the same text and number.
     *
     * @param collisions counts how often a name made so was taken by something else
     */
    static String hash(String text, int collisions) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((text + '\0' + collisions).getBytes(StandardCharsets.UTF_8));
            StringBuilder suffix = new StringBuilder(HASH_LENGTH);
            for (int i = 0; i < HASH_LENGTH; i++) {
                suffix.append(ALPHABET.charAt(Byte.toUnsignedInt(digest[i]) % ALPHABET.length()));
            }
            return suffix.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java platform", e);
        }
    }
}
