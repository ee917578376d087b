package dev.hawser.verification.http2;

import dev.hawser.verification.guide.HawserProcess;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A gateway that was given manifests, servers behind it, and clients; ended in that order, the last first. */
final class GrpcStage implements AutoCloseable {

    private static final String HOST = "echo.example";
    private static final int SERVERS = 3;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<EchoServer> servers = new ArrayList<>();
    private final String protocol;
    private final String policy;
    private final Path objects;
    private final HawserProcess gateway;
    private final ChannelCredentials credentials;

    /**
     * Starts it all.
     *
     * @param protocol of clients and servers: {@code grpc} in clear, {@code grpcs} with TLS
     * @param policy how sessions are kept
     */
    GrpcStage(Path folder, String protocol, String policy) throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=" + HOST)
                .addSanDnsName(HOST)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        boolean secured = protocol.equals("grpcs");
        ServerCredentials ofServers = secured
                ? TlsServerCredentials.create(
                        stream(certificate.getCertificatePathPEM()), stream(certificate.getPrivateKeyPEM()))
                : InsecureServerCredentials.create();
        for (int i = 0; i < SERVERS; i++) {
            EchoServer server = EchoServer.start("pod-" + i, ofServers);
            running.push(server);
            servers.add(server);
        }
        Path manifests = Files.createDirectory(folder.resolve("manifests"));
        this.protocol = protocol;
        this.policy = policy;
        this.objects = manifests.resolve("echo.yaml");
        Files.writeString(objects, GrpcManifests.of(protocol, policy, servers, Set.of()));
        Path certificateFile = Files.writeString(folder.resolve("tls.crt"), certificate.getCertificatePathPEM());
        Path keyFile = Files.writeString(folder.resolve("tls.key"), certificate.getPrivateKeyPEM());
        gateway = HawserProcess.manifests(
                folder,
                manifests,
                "--enable-drain-support",
                "--proxy-listen=127.0.0.1:0 http2" + (secured ? " ssl" : ""),
                "--ssl-cert=" + certificateFile,
                "--ssl-cert-key=" + keyFile);
        running.push(gateway);
        credentials = secured
                ? TlsChannelCredentials.newBuilder()
                        .trustManager(stream(certificate.getCertificatePathPEM()))
                        .build()
                : InsecureChannelCredentials.create();
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A client with a connection of its own. */
    ManagedChannel client() {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                        gateway.gateway().getHost(), gateway.gateway().getPort(), credentials)
                .overrideAuthority(HOST)
                .build();
        running.push(() -> {
            channel.shutdownNow();
            channel.awaitTermination(10, TimeUnit.SECONDS);
        });
        return channel;
    }

    EchoServer server(String name) {
        return servers.get(Integer.parseInt(name.substring("pod-".length())));
    }

    /** Says that a server's pod is terminating, at once for who reads the file. */
    void terminate(EchoServer server) throws IOException {
        Path changed = Files.writeString(
                objects.resolveSibling("changed"), GrpcManifests.of(protocol, policy, servers, Set.of(server)));
        Files.move(changed, objects, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    int size() {
        return servers.size();
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable part : running) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IOException("stage: does not end", e);
            }
        }
    }
}
