package dev.hawser.verification.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testing.OriginReply;
import dev.hawser.testing.TestOrigin;
import dev.hawser.verification.guide.HawserProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two gateways is stopped and started again under load of HTTP/1.1 and HTTP/2, in clear and over TLS, and no request fails. */
class RestartIT {

    private static final int CLIENTS = 8;
    private static final int ROUNDS = 2;
    private static final long BETWEEN = 2_000;
    private static final Duration WORK = Duration.ofMillis(100);
    private static final Duration SERVED = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    /** A gateway at ports of its own, which it takes again when it is started again. */
    private record Place(Path folder, int http1, int http2, int tls) {

        static Place in(Path folder) throws IOException {
            return new Place(Files.createDirectory(folder), freePort(), freePort(), freePort());
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        HawserProcess start(TestOrigin origin) {
            return HawserProcess.declared(
                    folder,
                    """
                    _format_version: "3.0"
                    services:
                    - {name: origin, url: "http://%s", routes: [{name: all, paths: [/], strip_path: false}]}
                    """.formatted(origin.target()),
                    "--proxy-listen=127.0.0.1:" + http1 + ", 127.0.0.1:" + http2 + " http2, 127.0.0.1:" + tls
                            + " http2 ssl");
        }

        static InetSocketAddress at(int port) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
    }

    @Test
    void noRequestFailsWhenOneOfTwoRestarts() throws Exception {
        Place left = Place.in(folder.resolve("left"));
        Place right = Place.in(folder.resolve("right"));
        try (TestOrigin origin = TestOrigin.start()) {
            origin.reply(RestartIT::work);
            HawserProcess one = left.start(origin);
            HawserProcess other = right.start(origin);
            TwoGateways load = TwoGateways.start(
                    CLIENTS,
                    List.of(Place.at(left.http1()), Place.at(right.http1())),
                    List.of(Place.at(left.http2()), Place.at(right.http2())),
                    List.of(Place.at(left.tls()), Place.at(right.tls())));
            try (load) {
                for (int round = 0; round < ROUNDS; round++) {
                    awaitRequests(load);
                    one.close();
                    one = left.start(origin);
                    awaitRequests(load);
                    other.close();
                    other = right.start(origin);
                }
                awaitRequests(load);
            } finally {
                one.close();
                other.close();
            }
            System.out.printf(
                    "restarts of one of two gateways: %d, %d requests, %d failed, %d sent again unbegun, %d GOAWAY%n",
                    2 * ROUNDS, load.requests(), load.failures().size(), load.sentAgain(), load.goAways());
            assertThat(load.failures()).isEmpty();
            assertThat(load.goAways()).as("GOAWAY frames").isGreaterThanOrEqualTo(4L * ROUNDS);
        }
    }

    private static OriginReply work(TestOrigin.Request request) {
        if (request.head().startLine().contains("/slow")) {
            try {
                Thread.sleep(WORK);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        return OriginReply.ok("done");
    }

    /** Waits until further requests were served. */
    private static void awaitRequests(TwoGateways load) {
        long enough = load.requests() + BETWEEN;
        HawserProcess.await("further requests", SERVED, () -> load.requests() > enough);
    }
}
