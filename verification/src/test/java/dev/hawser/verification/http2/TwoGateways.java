package dev.hawser.verification.http2;

import dev.hawser.testing.Http2Answer;
import dev.hawser.testing.Http2Field;
import dev.hawser.testing.RawHttp2Client;
import dev.hawser.verification.http2.KeptConnection.GoneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Clients that know two gateways, and go to the other when one refuses connections. Each asks as fast as it is answered; what
 * fails is remembered. Only what RFC 9110 section 9.2.2 and RFC 9113 section 8.7 let any client send again is sent again:
 * when a kept connection was closed before a response began, or a stream is beyond the last one of GOAWAY.
 */
final class TwoGateways implements AutoCloseable {

    private static final int STREAMS_AT_ONCE = 10;
    private static final int PATIENCE_MILLIS = 20_000;

    /** Takes the self-signed certificates of the gateways. */
    private static final SSLContext TRUSTING = trusting();

    /** Every so many requests one takes longer, so that some are always under way. */
    private static final int SLOW_EVERY = 5;

    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong sentAgain = new AtomicLong();
    private final AtomicLong goAways = new AtomicLong();

    /** Written by the test's thread once, read by the clients' threads. */
    private volatile boolean stopped;

    /** One client's work until it is stopped; a failure ends the connection, not the client. */
    private interface Journey {
        void travel(InetSocketAddress gateway) throws IOException;
    }

    /** Makes a connection of HTTP/2. */
    private interface Opening {

        /**
         * Opens it.
         *
         * @throws ConnectException when nobody listens there
         * @throws IOException when who accepted it does not agree on HTTP/2
         */
        RawHttp2Client open(InetSocketAddress gateway) throws IOException;
    }

    /** Starts so many clients of HTTP/1.1, of HTTP/2, and of HTTP/2 over TLS, at a pair of addresses each. */
    static TwoGateways start(
            int clients, List<InetSocketAddress> http1, List<InetSocketAddress> http2, List<InetSocketAddress> tls) {
        TwoGateways load = new TwoGateways();
        for (int i = 0; i < clients; i++) {
            load.start(i, http1, load::travelHttp1);
            load.start(i, http2, gateway -> load.travelHttp2(gateway, TwoGateways::inClear));
            load.start(i, tls, gateway -> load.travelHttp2(gateway, TwoGateways::overTls));
        }
        return load;
    }

    private void start(int number, List<InetSocketAddress> gateways, Journey journey) {
        threads.add(Thread.ofVirtual().start(() -> {
            for (int at = number; !stopped; at++) {
                try {
                    journey.travel(gateways.get(at % gateways.size()));
                } catch (IOException | RuntimeException e) {
                    failures.add(e.toString());
                }
            }
        }));
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustEveryone()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS: not there (expected: a platform that has it)", e);
        }
    }

    private static String path(long number) {
        return number % SLOW_EVERY == 0 ? "/slow" : "/";
    }

    private void travelHttp1(InetSocketAddress gateway) throws IOException {
        boolean kept = true;
        boolean used = false;
        try (KeptConnection connection = new KeptConnection(gateway)) {
            while (kept && !stopped) {
                try {
                    kept = connection.get(path(requests.incrementAndGet()));
                } catch (GoneException e) {
                    // A new connection that is accepted must be served; on one that was kept a close may cross a
                    // request.
                    if (!used) {
                        throw new IOException("new connection: closed without a response", e);
                    }
                    sentAgain.incrementAndGet();
                    kept = false;
                }
                used = true;
            }
        } catch (ConnectException _) {
            // Nobody listens: the other gateway is next.
        }
    }

    private static RawHttp2Client inClear(InetSocketAddress gateway) throws IOException {
        try {
            return RawHttp2Client.connect(gateway);
        } catch (UncheckedIOException e) {
            throw unaccepted(e);
        }
    }

    /** The kernel resets what a listener that closes had not accepted, which is as good as refused. */
    private static ConnectException unaccepted(Exception cause) {
        ConnectException unaccepted = new ConnectException("nobody listens");
        unaccepted.initCause(cause);
        return unaccepted;
    }

    private static RawHttp2Client overTls(InetSocketAddress gateway) throws IOException {
        SSLSocket secured =
                (SSLSocket) TRUSTING.getSocketFactory().createSocket(connected(gateway), "h", gateway.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        secured.setSSLParameters(parameters);
        try {
            secured.startHandshake();
        } catch (SocketException e) {
            secured.close();
            throw unaccepted(e);
        } catch (IOException e) {
            secured.close();
            throw new IOException("new connection: handshake failed", e);
        }
        return RawHttp2Client.over(secured);
    }

    private static Socket connected(InetSocketAddress gateway) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(gateway, PATIENCE_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private void travelHttp2(InetSocketAddress gateway, Opening opening) throws IOException {
        RawHttp2Client client;
        try {
            client = opening.open(gateway);
        } catch (ConnectException _) {
            return;
        }
        Deque<Integer> open = new ArrayDeque<>();
        try (client) {
            while (!stopped && !client.isLeaving()) {
                while (open.size() < STREAMS_AT_ONCE) {
                    open.add(client.request(request(path(requests.incrementAndGet()))));
                }
                check(client.await(open.remove()));
            }
            while (!open.isEmpty()) {
                check(client.await(open.remove()));
            }
            goAways.addAndGet(client.goAways());
        }
    }

    private void check(Http2Answer answer) throws IOException {
        switch (answer.outcome()) {
            case "200" -> {
                // As it should be.
            }
            case "goaway NO_ERROR", "reset REFUSED_STREAM" -> sentAgain.incrementAndGet();
            default -> throw new IOException("stream: " + answer.outcome());
        }
    }

    private static List<Http2Field> request(String path) {
        return List.of(
                new Http2Field(":method", "GET"),
                new Http2Field(":scheme", "http"),
                new Http2Field(":path", path),
                new Http2Field(":authority", "h"));
    }

    /** Stops the clients when each has what it asked for. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    long requests() {
        return requests.get();
    }

    /** How many requests crossed the end of their connection, and were never begun. */
    long sentAgain() {
        return sentAgain.get();
    }

    long goAways() {
        return goAways.get();
    }

    private static final class TrustEveryone extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
