package dev.hawser.proxy.http;

import static dev.hawser.proxy.http.Http2Client.DATA;
import static dev.hawser.proxy.http.Http2Client.END_HEADERS;
import static dev.hawser.proxy.http.Http2Client.END_STREAM;
import static dev.hawser.proxy.http.Http2Client.HEADERS;
import static dev.hawser.proxy.http.Http2Client.NOTHING;
import static dev.hawser.proxy.http.Http2Client.PING;
import static dev.hawser.proxy.http.Http2Client.SETTINGS;
import static dev.hawser.proxy.http.Http2Client.block;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.Http2Client.Answer;
import dev.hawser.proxy.http.Http2Client.Frame;
import dev.hawser.proxy.http.ListenAddress.Preface;
import dev.hawser.proxy.http.ListenAddress.Versions;
import dev.hawser.proxy.http.exchange.RealIp;
import dev.hawser.proxy.http.exchange.TrustedAddresses;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that come by HTTP/2, and the connections that they come by. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class Http2IT {

    static final ListenAddress PLAIN = ListenAddress.plain("127.0.0.1", 0).withVersions(Versions.HTTP_1_AND_2);

    private static final String GET = "GET /h1 HTTP/1.1\r\nHost: h\r\n\r\n";

    static TestGateway gateway(ScriptedOrigin origin) {
        return gateway(origin, PLAIN);
    }

    private static TestGateway gateway(ScriptedOrigin origin, ListenAddress listen) {
        return TestGateway.start(
                TestGateway.snapshot(origin.endpoint()), settings -> settings.withListen(List.of(listen)));
    }

    /** Answers with the request as it got it. */
    static ScriptedOrigin echoing() {
        return new ScriptedOrigin((connection, _) -> {
            while (true) {
                RawExchange.Message request = connection.read();
                StringBuilder told = new StringBuilder(request.firstLine());
                request.fields().forEach(line -> told.append('\n').append(line));
                told.append("\n\n").append(request.body());
                request.trailers().forEach(line -> told.append('\n').append(line));
                connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + told.length() + "\r\nX-Mixed-Case: Yes\r\n\r\n" + told);
            }
        });
    }

    @Test
    void servesARequestByPriorKnowledge() throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.get(1, "/a?b").answer(1);
            assertThat(answer.fields())
                    .startsWith(":status=200&content-length=")
                    .contains("&x-mixed-case=Yes", "&server=hawser", "&via=1.1 hawser");
            assertThat(answer.body())
                    .startsWith("GET /a?b HTTP/1.1\n")
                    .contains("\nX-Forwarded-Host: h\n")
                    .contains("\nVia: 2 hawser\n", "\nX-Forwarded-Proto: http\n");
            assertThat(gateway.awaitEnded().status()).isEqualTo(200);
        }
    }

    @Test
    void servesOneAfterAnotherOnAConnection() throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int stream = 1; stream < 600; stream += 2) {
                assertThat(client.get(stream, "/" + stream).answer(stream).body())
                        .startsWith("GET /" + stream + " ");
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void servesManyAtOnce() throws Exception {
        CyclicBarrier all = new CyclicBarrier(20);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    all.await();
                    connection.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int stream = 1; stream < 40; stream += 2) {
                client.get(stream, "/");
            }
            Set<Integer> answered = new HashSet<>();
            while (answered.size() < 20) {
                Frame head = client.await(HEADERS);
                assertThat(head.fields()).startsWith(":status=204");
                assertThat(head.endsStream()).isTrue();
                answered.add(head.stream());
            }
        }
    }

    @Test
    void aPrefaceInPiecesIsOne() throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = gateway(origin);
                Http2Client client = new Http2Client(gateway.client().socket())) {
            for (byte octet : Http2Client.PREFACE.getBytes(StandardCharsets.US_ASCII)) {
                client.out().write(octet);
            }
            client.send(SETTINGS, 0, 0, NOTHING);
            assertThat(client.get(1, "/").answer(1).status()).isEqualTo("200");
        }
    }

    @Test
    void theOtherVersionIsSpokenAtTheSameAddress() throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = gateway(origin)) {
            assertThat(gateway.exchange(GET).body())
                    .startsWith("GET /h1 HTTP/1.1\n")
                    .contains("Via: 1.1 hawser\n");
            try (RawExchange client = gateway.client()) {
                for (int i = 0; i < GET.length(); i++) {
                    client.send(GET.substring(i, i + 1));
                }
                assertThat(client.read().status()).isEqualTo(200);
                assertThat(client.send("PRI / HTTP/1.1\r\nHost: h\r\n\r\n")
                                .read()
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void whatIsNeitherIsClosed() throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = gateway(origin);
                RawExchange client = gateway.client()) {
            assertThat(client.send("INVALID PREFACE\r\n\r\n").closed()).isTrue();
        }
    }

    @Test
    void aProxyHeaderMayComeFirst() throws Exception {
        ListenAddress listen = PLAIN.withPreface(Preface.PROXY_PROTOCOL);
        RealIp realIp = new RealIp(
                TrustedAddresses.parse("trusted_ips", List.of("127.0.0.0/8")),
                RealIp.Source.parse("real_ip_header", "proxy_protocol"),
                RealIp.Walk.ONE_STEP);
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(origin.endpoint()),
                        settings -> settings.withListen(List.of(listen))
                                .withExchange(settings.exchange().withRealIp(realIp)));
                Http2Client client = new Http2Client(gateway.client().socket());
                RawExchange other = gateway.client()) {
            client.send("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n").open();
            assertThat(client.get(1, "/").answer(1).body()).contains("\nX-Real-IP: 192.0.2.1\n");
            other.send("PROXY TCP4 192.0.2.2 198.51.100.7 56324 443\r\n" + GET);
            assertThat(other.read().body()).contains("\nX-Real-IP: 192.0.2.2\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_AND_2, h2", "HTTP_1, http/1.1"})
    void overTlsTheVersionIsAgreedOn(Versions versions, String agreed) throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway =
                        gateway(origin, ListenAddress.tls("127.0.0.1", 0).withVersions(versions));
                SSLSocket socket = secured(gateway, "http/1.1", "h2")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo(agreed);
            if (agreed.equals("h2")) {
                assertThat(new Http2Client(socket).open().get(1, "/").answer(1).body())
                        .contains("\nX-Forwarded-Proto: https\n");
            } else {
                assertThat(new RawExchange(socket).send(GET).read().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"http/1.1", "''"})
    void overTlsTheOtherVersionIsSpokenWithThoseThatWantIt(String offer) throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway =
                        gateway(origin, ListenAddress.tls("127.0.0.1", 0).withVersions(Versions.HTTP_1_AND_2));
                SSLSocket socket = offer.isEmpty() ? secured(gateway) : secured(gateway, offer)) {
            assertThat(new RawExchange(socket).send(GET).read().body()).contains("\nX-Forwarded-Proto: https\n");
        }
    }

    private static SSLSocket secured(TestGateway gateway, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Everyone()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", gateway.address().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Test
    void bodiesAndTrailersGoThroughBothWays() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    RawExchange.Message request = connection.read();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: grpc-status\r\n\r\n"
                            + "5\r\n" + request.body() + "\r\n0\r\nGrpc-Status: "
                            + request.trailers().size()
                            + "\r\n\r\n");
                });
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "&te=trailers").data(1, 0, "he").data(1, 0, "llo");
            client.send(HEADERS, END_HEADERS | END_STREAM, 1, block("checksum=1"));
            Answer answer = client.answer(1);
            assertThat(answer.fields() + answer.body()).endsWith("hello");
            assertThat(answer.fields()).startsWith(":status=200&").endsWith(" | grpc-status=1");
        }
    }

    @Test
    void aBodyOfAKnownLengthKeepsIt() throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.post(1, "&content-length=5")
                    .data(1, END_STREAM, "hello")
                    .answer(1);
            assertThat(answer.body()).contains("\ncontent-length: 5\n").endsWith("\n\nhello");
        }
    }

    @Test
    void crumbsOfACookieReachTheEndpointAsOne() throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.send(
                    HEADERS,
                    END_HEADERS | END_STREAM,
                    1,
                    block(":method=GET&:scheme=http&:authority=h&:path=/&cookie=a=1&cookie=b=2"));
            assertThat(client.answer(1).body()).contains("\ncookie: a=1; b=2\n");
        }
    }

    @Test
    void aResponseToHeadHasNoBody() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
                });
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.send(HEADERS, END_HEADERS | END_STREAM, 1, block(":method=HEAD&:scheme=http&:authority=h&:path=/"));
            Frame head = client.await(HEADERS);
            assertThat(head.endsStream()).isTrue();
            assertThat(head.fields()).startsWith(":status=200&content-length=7&");
        }
    }

    @Test
    void interimResponsesComeFirst() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
                });
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/").answer(1).fields()).startsWith(":status=103&link=</a> | :status=204&");
        }
    }

    @Test
    void pingsAreAnswered() throws Exception {
        try (ScriptedOrigin origin = echoing();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.send(PING, 0, 0, "12345678".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.await(PING).text()).isEqualTo("12345678");
        }
    }

    @Test
    void anOwnAnswerHasNothingOfConnections() throws Exception {
        try (TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(_ -> null), settings -> settings.withListen(List.of(PLAIN)));
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.get(1, "/").answer(1);
            assertThat(answer.status()).isEqualTo("404");
            assertThat(answer.fields()).doesNotContain("connection", "keep-alive");
            assertThat(answer.body()).contains("no Route matched");
            client.post(3, "");
            Frame end = client.await(DATA);
            while (!end.endsStream()) {
                end = client.await(DATA);
            }
            assertThat(client.await(Http2Client.RST_STREAM).error()).isZero();
        }
    }

    /** Trusts whom it is shown. */
    private static final class Everyone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
