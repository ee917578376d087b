package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotCompiler;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How much memory a request takes in the whole gateway, Netty included, on kept connections: what the JVM counts for the
 * thread of the event loop. Compiled code allocates less than interpreted, so the least of several measurements counts.
 * The build runs it where coverage is not counted, for its counters keep the compiler from sparing objects.
 */
class AllocationIT {

    /** In bytes a request. */
    private static final long BOUND = 1024;

    private static final int REQUESTS = 10_000;
    private static final int MEASUREMENTS = 12;

    private static final String REQUEST = """
            GET /index.html HTTP/1.1
            Host: app.example.com
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
            Accept-Language: en-GB,en;q=0.5
            Accept-Encoding: gzip, deflate, br
            Cookie: theme=dark; session=00000000-0000-4000-8000-000000000001

            """.replace("\n", "\r\n");

    private static final String RESPONSE = """
            HTTP/1.1 200 OK
            Server: origin
            Date: Mon, 23 Nov 2026 00:00:00 GMT
            Content-Type: text/plain
            Connection: keep-alive
            Content-Length: 2

            ok""".replace("\n", "\r\n");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    /** Tracking a buffer takes more memory than a request. */
    @BeforeEach
    void trackNoBuffers() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void trackBuffers() {
        ResourceLeakDetector.setLevel(level);
    }

    private static RuntimeSnapshot stickyTo(ScriptedOrigin origin) throws Exception {
        String config = """
                _format_version: "3.0"
                services: [{name: s, host: up, port: 80, protocol: http, routes: [{name: r, paths: ["/"], strip_path: false}]}]
                upstreams:
                - {name: up, algorithm: sticky-sessions, hash_on: none, sticky_sessions_cookie: session, targets: [
                    {target: "%s", id: 00000000-0000-4000-8000-000000000001}]}
                """.formatted(origin.endpoint());
        return new SnapshotCompiler().compile(new DeclarativeReader().read(config), RuntimeSnapshot.empty());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void requestTakesLessThanAKibibyte(Transport transport) throws Exception {
        assumeTrue(transport.available(), () -> transport + " is not available on this machine");
        AtomicLong loop = new AtomicLong();
        ExchangeObserver observer = new ExchangeObserver() {
            @Override
            public void ended(ExchangeSummary exchange) {
                loop.set(Thread.currentThread().threadId());
            }
        };
        try (ScriptedOrigin origin = ScriptedOrigin.answering(RESPONSE);
                TestGateway gateway = TestGateway.start(
                        stickyTo(origin),
                        settings -> settings.withTransport(transport).withObserver(observer));
                RawExchange client = gateway.client()) {
            // The end of an exchange is told behind its response, and before the next one.
            assertThat(client.send(REQUEST).read().status()).isEqualTo(200);
            assertThat(client.send(REQUEST).read().status()).isEqualTo(200);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < MEASUREMENTS && least >= BOUND; i++) {
                long before = threads.getThreadAllocatedBytes(loop.get());
                for (int n = 0; n < REQUESTS; n++) {
                    client.send(REQUEST).read();
                }
                least = Math.min(least, (threads.getThreadAllocatedBytes(loop.get()) - before) / REQUESTS);
            }
            assertThat(least).as("bytes a request").isLessThan(BOUND);
        }
    }
}
