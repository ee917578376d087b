package dev.hawser.server.playground.cluster.pki;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An authority that signs certificates once and is then gone: its own key exists only as long as it is at work.
 *
 * <p>Keys are RSA with 2048 bits, since the Kubernetes client of this program takes a PKCS #8 key for an RSA one.
 * Certificates are valid for ten years, longer than any playground.
 *
 * @param certificatePem the authority's own certificate
 * @param issued by the names of their identities
 */
public record ClusterAuthority(String certificatePem, Map<String, KeyAndCertificate> issued) {

    private static final String AUTHORITY = "ca";
    private static final String PASSWORD = "KEYSTORE_PASSWORD";

    public ClusterAuthority {
        issued = Map.copyOf(issued);
    }

    /**
     * Makes an authority and signs a certificate for each identity; takes one to three seconds.
     *
     * @param folder for temporary files; nobody else may read it
     * @throws IOException when {@code keytool} is missing or fails
     */
    public static ClusterAuthority create(Path folder, List<Identity> identities)
            throws IOException, InterruptedException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        List<Path> stores = new ArrayList<>();
        try {
            Path own = folder.resolve(AUTHORITY + ".p12");
            stores.add(own);
            Identity authority = new Identity(
                    AUTHORITY, "CN=hawser playground", List.of("bc:critical=ca:true", "ku:critical=keyCertSign"));
            await(authority, keytool(authority, own, password, List.of()));
            Map<Identity, Process> running = new LinkedHashMap<>();
            for (Identity identity : identities) {
                // Each has a store of its own, so that they can be made side by side.
                Path store = folder.resolve(identity.name() + ".p12");
                stores.add(store);
                Files.copy(own, store);
                running.put(identity, keytool(identity, store, password, List.of("-signer", AUTHORITY)));
            }
            Map<String, KeyAndCertificate> issued = new LinkedHashMap<>();
            for (Map.Entry<Identity, Process> each : running.entrySet()) {
                await(each.getKey(), each.getValue());
                String name = each.getKey().name();
                issued.put(name, read(folder.resolve(name + ".p12"), name, password));
            }
            return new ClusterAuthority(read(own, AUTHORITY, password).certificatePem(), issued);
        } finally {
            for (Path store : stores) {
                Files.deleteIfExists(store);
            }
        }
    }

    private static Process keytool(Identity identity, Path store, String password, List<String> signer)
            throws IOException {
        // It is part of java.base, so every Java runtime has it.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-storepass:env",
                PASSWORD,
                "-keystore",
                store.toString(),
                "-alias",
                identity.name(),
                "-dname",
                identity.subject()));
        identity.extensions().forEach(extension -> command.addAll(List.of("-ext", extension)));
        command.addAll(signer);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD, password);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static void await(Identity identity, Process keytool) throws IOException, InterruptedException {
        try (InputStream in = keytool.getInputStream()) {
            String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException("certificate of " + identity.name() + ": keytool failed: " + output.strip());
            }
        }
    }

    private static KeyAndCertificate read(Path store, String alias, String password) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
            return new KeyAndCertificate(
                    Pem.of(
                            "PRIVATE KEY",
                            keys.getKey(alias, password.toCharArray()).getEncoded()),
                    Pem.of("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate of " + alias + ": " + e.getMessage(), e);
        }
    }

    /** A key that signs tokens of service accounts, PKCS #8 in PEM; nobody has a certificate for it. */
    public static String signingKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return Pem.of(
                    "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** What an identity got. */
    public KeyAndCertificate of(Identity identity) {
        KeyAndCertificate found = issued.get(identity.name());
        if (found == null) {
            throw new IllegalArgumentException(identity.name() + " (expected: one of " + issued.keySet() + ")");
        }
        return found;
    }
}
