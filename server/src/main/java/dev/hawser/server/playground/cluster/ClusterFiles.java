package dev.hawser.server.playground.cluster;

import dev.hawser.server.playground.cluster.pki.ClusterAuthority;
import dev.hawser.server.playground.cluster.pki.Identity;
import dev.hawser.server.playground.cluster.pki.KeyAndCertificate;
import dev.hawser.server.playground.cluster.programs.ControlPlaneProgram;
import dev.hawser.server.playground.kubeconfig.Credentials;
import dev.hawser.server.playground.kubeconfig.Kubeconfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The folder of a cluster: keys, certificates and kubeconfigs, and the names of everything in it. */
final class ClusterFiles {

    static final String AUTHORITY = "ca.crt";
    static final String SIGNING_KEY = "service-accounts.key";
    static final String API_SERVER = "kube-apiserver";
    static final String CONTROLLER_MANAGER = "kube-controller-manager";

    private static final Identity ADMIN_CLIENT = Identity.client("admin", "CN=admin, O=system:masters");
    private static final Identity CONTROLLER_MANAGER_CLIENT =
            Identity.client(CONTROLLER_MANAGER, "CN=system:kube-controller-manager");
    private static final Identity NODE_CLIENT = Identity.client("node", "CN=hawser:node");

    private final Path folder;

    private ClusterFiles(Path folder) {
        this.folder = folder;
    }

    /** The folder, created when it is not there. */
    static ClusterFiles in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return new ClusterFiles(folder);
    }

    Path folder() {
        return folder;
    }

    Path log(ControlPlaneProgram program) {
        return folder.resolve(program.fileName() + ".log");
    }

    Path adminKubeconfig() {
        return folder.resolve("admin.kubeconfig");
    }

    Path nodeKubeconfig() {
        return folder.resolve("node.kubeconfig");
    }

    /** Writes keys, certificates and kubeconfigs for an API server that is reached by a host. */
    void write(URI api) throws IOException, InterruptedException {
        String host = api.getHost();
        Identity server = Identity.server(
                API_SERVER,
                List.of(
                        "ip:127.0.0.1",
                        "ip:" + ProgramArguments.KUBERNETES_SERVICE,
                        (Character.isDigit(host.charAt(0)) ? "ip:" : "dns:") + host,
                        "dns:localhost",
                        "dns:kubernetes.default.svc",
                        "dns:kubernetes"));
        ClusterAuthority authority =
                ClusterAuthority.create(folder, List.of(server, ADMIN_CLIENT, CONTROLLER_MANAGER_CLIENT, NODE_CLIENT));
        Files.writeString(folder.resolve(AUTHORITY), authority.certificatePem());
        Files.writeString(
                folder.resolve(API_SERVER + ".crt"), authority.of(server).certificatePem());
        writeSecret(API_SERVER + ".key", authority.of(server).keyPem());
        writeSecret(SIGNING_KEY, ClusterAuthority.signingKey());
        for (Identity client : List.of(ADMIN_CLIENT, CONTROLLER_MANAGER_CLIENT, NODE_CLIENT)) {
            KeyAndCertificate pair = authority.of(client);
            new Kubeconfig(
                            api,
                            authority.certificatePem(),
                            new Credentials.ClientCertificate(pair.certificatePem(), pair.keyPem()))
                    .write(folder.resolve(client.name() + ".kubeconfig"));
        }
    }

    private void writeSecret(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** Writes a kubeconfig for the bearer of a token. */
    void writeTokenKubeconfig(Path file, URI api, String token) throws IOException {
        new Kubeconfig(api, Files.readString(folder.resolve(AUTHORITY)), new Credentials.Token(token)).write(file);
    }
}
