package dev.hawser.server.playground.cluster.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our Go module whose main packages are the programs of a control plane: each calls the entry point that its project
 * publishes, so what is built is what the projects build.
 */
final class ControlPlaneModule {

    private static final String RESOURCES = "/go/control-plane/";
    private static final int HASH_LENGTH = 12;

    private final Map<String, byte[]> files = new TreeMap<>();

    private ControlPlaneModule() {}

    /** The module as it is in this program's resources. */
    static ControlPlaneModule embedded() {
        ControlPlaneModule module = new ControlPlaneModule();
        module.add("go.mod");
        module.add("go.sum");
        for (ControlPlaneProgram program : ControlPlaneProgram.values()) {
            module.add(program.fileName() + "/main.go");
        }
        return module;
    }

    private void add(String name) {
        try (InputStream in = ControlPlaneModule.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IllegalStateException("resource: " + RESOURCES + name + " (expected: in the program)");
            }
            files.put(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version of Kubernetes, such as {@code v1.35.4}. */
    String kubernetesVersion() {
        return find("k8s\\.io/kubernetes (v\\S+)");
    }

    /** The version of etcd, such as {@code v3.6.5}. */
    String etcdVersion() {
        return find("go\\.etcd\\.io/etcd/server/v3 (v\\S+)");
    }

    /** The oldest Go that builds the module, such as {@code 1.25}. */
    String goVersion() {
        return find("(?m)^go (\\d+\\.\\d+)");
    }

    private String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(new String(file("go.mod"), StandardCharsets.UTF_8));
        if (!matcher.find()) {
            throw new IllegalStateException("go.mod: no " + pattern + " (expected: one)");
        }
        return matcher.group(1);
    }

    private byte[] file(String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new IllegalStateException(name);
        }
        return content;
    }

    /** What follows {@code -ldflags}: without it the API server says that its version is v0.0.0. */
    String linkerFlags() {
        String version = kubernetesVersion();
        String[] parts = version.substring(1).split("\\.", -1);
        String variable = " -X k8s.io/component-base/version.";
        return "-s -w" + variable + "gitVersion=" + version + variable + "gitMajor=" + parts[0] + variable + "gitMinor="
                + parts[1] + variable + "gitTreeState=clean";
    }

    /** Names what is built: another version, another source or other flags have another name. */
    String key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            digest.update(linkerFlags().getBytes(StandardCharsets.UTF_8));
            String hash = HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
            return kubernetesVersion() + "-" + hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** Writes the module's files into a folder. */
    void extract(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.write(target, file.getValue());
        }
    }
}
