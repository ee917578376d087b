package dev.hawser.verification.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.verification.guide.HawserProcess;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Java platform serves beside BoringSSL, a certificate of EdDSA, obeys the same rules. */
class PlatformTlsIT {

    private static final String NAME = "ed.example";
    private static final int HANDSHAKE = 22;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int NEW_SESSION_TICKET = 4;

    private static final X509Bundle CERTIFICATE = certificate();

    @TempDir
    private Path folder;

    private static X509Bundle certificate() {
        try {
            return new CertificateBuilder()
                    .algorithm(CertificateBuilder.Algorithm.ed448)
                    .subject("CN=" + NAME)
                    .addSanDnsName(NAME)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException("certificate: not made (expected: one)", e);
        }
    }

    /** A gateway with a certificate that BoringSSL does not take. */
    private HawserProcess gateway(String... arguments) {
        String config = """
                _format_version: "3.0"
                certificates:
                - snis: [%s]
                  cert: |
                %s
                  key: |
                %s
                """.formatted(
                        NAME,
                        CERTIFICATE.getCertificatePathPEM().indent(4),
                        CERTIFICATE.getPrivateKeyPEM().indent(4));
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--proxy-listen=127.0.0.1:0 ssl";
        return HawserProcess.declared(folder, config, all);
    }

    /** Keeps what it reads, which is in the clear until the first message that changes the cipher. */
    private static final class Tapped extends Socket {

        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        Tapped(URI gateway) throws IOException {
            super(InetAddress.ofLiteral("127.0.0.1"), gateway.getPort());
            setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int octet = super.read();
                    if (octet >= 0) {
                        read.write(octet);
                    }
                    return octet;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int count = super.read(into, offset, length);
                    if (count > 0) {
                        read.write(into, offset, count);
                    }
                    return count;
                }
            };
        }

        /** Whether a ticket came; each message of the Java platform has records of its own (RFC 5246 section 6.2.1). */
        boolean ticketCame() {
            ByteBuffer records = ByteBuffer.wrap(read.toByteArray());
            boolean came = false;
            int type = records.get(records.position());
            while (type != CHANGE_CIPHER_SPEC) {
                assertThat(type).isEqualTo(HANDSHAKE);
                came |= records.get(records.position() + 5) == NEW_SESSION_TICKET;
                records.position(records.position() + 5 + records.getShort(records.position() + 3));
                type = records.get(records.position());
            }
            return came;
        }
    }

    private static SSLSocket handshake(Tapped connection) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, CERTIFICATE.toTrustManagerFactory().getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(connection, NAME, connection.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(NAME)));
        parameters.setProtocols(new String[] {"TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String answer(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void aClientCannotRenegotiate() throws Exception {
        try (HawserProcess gateway = gateway()) {
            try (SSLSocket content = handshake(new Tapped(gateway.gateway()))) {
                assertThat(answer(content)).startsWith("HTTP/1.1 404 ");
            }
            try (SSLSocket again = handshake(new Tapped(gateway.gateway()))) {
                assertThatThrownBy(() -> {
                            again.startHandshake();
                            answer(again);
                        })
                        .isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"on, true", "off, false"})
    void ticketsAreGivenWhereTheyAreOn(String tickets, boolean given) throws Exception {
        try (HawserProcess gateway = gateway("--ssl-session-tickets=" + tickets);
                Tapped connection = new Tapped(gateway.gateway());
                SSLSocket socket = handshake(connection)) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 404 ");
            assertThat(connection.ticketCame()).isEqualTo(given);
        }
    }
}
