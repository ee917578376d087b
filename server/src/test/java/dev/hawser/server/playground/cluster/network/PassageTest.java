package dev.hawser.server.playground.cluster.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassageTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path folder;

    @Test
    void theEndOfOneDirectionLeavesTheOtherOneOpen() throws IOException {
        try (ServerSocket target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Relay _ = Relay.start(Relay.listen(socket()), target.getLocalSocketAddress());
                Passage outside = Passage.openOutside(folder, List.of(ANY_PORT));
                Socket client = new Socket()) {
            client.connect(outside.addresses().getFirst());
            client.getOutputStream().write(text("request"));
            client.shutdownOutput();
            try (Socket server = target.accept()) {
                assertThat(server.getInputStream().readAllBytes()).isEqualTo(text("request"));
                server.getOutputStream().write(text("response"));
                server.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes()).isEqualTo(text("response"));
            }
        }
    }

    @Test
    void carriesMoreThanFitsIntoAnyBuffer() throws IOException {
        byte[] much = new byte[8 * 1024 * 1024];
        much[much.length - 1] = 1;
        try (ServerSocket target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Relay _ = Relay.start(Relay.listen(socket()), target.getLocalSocketAddress());
                Passage outside = Passage.openOutside(folder, List.of(ANY_PORT));
                Socket client = new Socket()) {
            client.connect(outside.addresses().getFirst());
            try (Socket server = target.accept()) {
                Thread writer = Thread.ofVirtual().start(() -> write(server, much));
                assertThat(client.getInputStream().readNBytes(much.length)).isEqualTo(much);
                writer.interrupt();
            }
        }
    }

    @Test
    void aConnectionIsClosedWhileNobodyIsInside() throws IOException {
        try (Passage outside = Passage.openOutside(folder, List.of(ANY_PORT));
                Socket client = new Socket()) {
            client.connect(outside.addresses().getFirst());
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void bothEndsKnowTheSameAddresses() throws IOException {
        InetSocketAddress wildcard = new InetSocketAddress("0.0.0.0", 0);
        try (Passage outside = Passage.openOutside(folder, List.of(ANY_PORT, wildcard));
                Passage inside = Passage.openInside(folder)) {
            assertThat(inside.addresses()).isEqualTo(outside.addresses());
            assertThat(inside.addresses())
                    .extracting(InetSocketAddress::getPort)
                    .doesNotContain(0);
        }
    }

    @Test
    void saysWhichAddressIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            assertThatThrownBy(() -> Passage.openOutside(folder, List.of(address)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("127.0.0.1:" + address.getPort()
                            + " cannot be listened at: Address already in use (expected: a free address)");
        }
    }

    private UnixDomainSocketAddress socket() {
        return UnixDomainSocketAddress.of(folder.resolve("0.sock"));
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
