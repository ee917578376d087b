package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** All that three endpoints can do to a request, with every number of retries: which of them hear of it, and how often. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class RetryCasesIT {

    private static final int ENDPOINTS = 3;

    private enum Behaviour {
        REFUSES,
        CLOSES_UNANSWERED,
        ANSWERS_NONSENSE,
        ANSWERS
    }

    private enum Request {
        GET(true, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        PUT(true, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody"),
        POST(false, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody"),
        UNKNOWN(false, "FETCH / HTTP/1.1\r\nHost: h\r\n\r\n");

        private final boolean idempotent;
        private final String text;

        Request(boolean idempotent, String text) {
            this.idempotent = idempotent;
            this.text = text;
        }
    }

    /** What must come of a request: how many endpoints are tried, and the status. */
    private record Outcome(int tries, int status) {

        static Outcome of(List<Behaviour> endpoints, Request request, int retries) {
            int tries = 0;
            for (Behaviour endpoint : endpoints) {
                tries++;
                boolean again = switch (endpoint) {
                    case ANSWERS -> false;
                    case REFUSES -> true;
                    case CLOSES_UNANSWERED -> request.idempotent;
                    case ANSWERS_NONSENSE -> false;
                };
                if (endpoint == Behaviour.ANSWERS) {
                    return new Outcome(tries, 200);
                }
                if (!again || tries > retries) {
                    break;
                }
            }
            return new Outcome(tries, 502);
        }
    }

    private static List<List<Behaviour>> combinations(int length) {
        if (length == 0) {
            return List.of(List.of());
        }
        List<List<Behaviour>> all = new ArrayList<>();
        for (List<Behaviour> shorter : combinations(length - 1)) {
            for (Behaviour next : Behaviour.values()) {
                List<Behaviour> longer = new ArrayList<>(shorter);
                longer.add(next);
                all.add(longer);
            }
        }
        return all;
    }

    private static ScriptedOrigin origin(Behaviour behaviour) {
        return new ScriptedOrigin((connection, _) -> {
            connection.read();
            switch (behaviour) {
                case ANSWERS -> connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                case ANSWERS_NONSENSE -> connection.send("nonsense\r\n\r\n");
                case CLOSES_UNANSWERED, REFUSES -> {}
            }
        });
    }

    @Test
    void noEndpointHearsOfARequestTwiceAndNoMoreThanTheRetriesSay() throws Exception {
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(_ -> null))) {
            for (List<Behaviour> behaviours : combinations(ENDPOINTS)) {
                for (Request request : Request.values()) {
                    for (int retries = 0; retries <= ENDPOINTS; retries++) {
                        check(gateway, behaviours, request, retries);
                    }
                }
            }
        }
    }

    private static void check(TestGateway gateway, List<Behaviour> behaviours, Request request, int retries)
            throws IOException, InterruptedException {
        String name = request + " with " + retries + " retries to " + behaviours;
        Map<Integer, ScriptedOrigin> origins = new TreeMap<>();
        List<Socket> taken = new ArrayList<>();
        Endpoint[] endpoints = new Endpoint[behaviours.size()];
        for (int i = 0; i < endpoints.length; i++) {
            if (behaviours.get(i) == Behaviour.REFUSES) {
                // A port that is taken and not listened at: a free one might be given to the next origin.
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                taken.add(socket);
                endpoints[i] = new Endpoint(UUID.randomUUID(), "127.0.0.1", socket.getLocalPort());
            } else {
                ScriptedOrigin origin = origin(behaviours.get(i));
                origins.put(i, origin);
                endpoints[i] = origin.endpoint();
            }
        }
        try {
            gateway.publish(TestGateway.snapshot(
                    service -> service.retries(retries), UnaryOperator.identity(), TestGateway.inOrder(endpoints)));
            Outcome expected = Outcome.of(behaviours, request, retries);
            assertThat(gateway.exchange(request.text).status()).as(name).isEqualTo(expected.status());
            assertThat(gateway.awaitEnded().tries()).as(name).isEqualTo(expected.tries());
            origins.forEach((i, origin) -> assertThat(origin.connections())
                    .as("%s, endpoint %d", name, i)
                    .isEqualTo(i < expected.tries() ? 1 : 0));
        } finally {
            origins.values().forEach(ScriptedOrigin::stop);
            for (Socket socket : taken) {
                socket.close();
            }
        }
    }
}
