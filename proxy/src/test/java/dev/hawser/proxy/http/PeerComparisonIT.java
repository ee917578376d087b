package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.proxy.http.Peer.Program;
import dev.hawser.proxy.http.RawExchange.Message;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends what the gateway accepts of the corpus through nginx and HAProxy too: their origins must get the same requests,
 * or the table of differences in {@code docs/http.md} says why not. Two proxies that find other requests in the same octets
 * are what request smuggling needs (RFC 9112 section 11.2).
 */
@ParameterizedClass
@EnumSource(Program.class)
class PeerComparisonIT {

    private static final Path DOCUMENT = Path.of("..", "docs", "http.md");
    private static final String TABLE = "| case | at | there |";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-f]{2}", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY = Pattern.compile("^https?://[^/?]*", Pattern.CASE_INSENSITIVE);
    private static final int PATIENCE_MILLIS = 5000;
    /** How long it is waited for what should not come, or is printed only. */
    private static final int CURIOSITY_MILLIS = 100;

    private final Program program;
    private final Queue<Message> seen = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    PeerComparisonIT(Program program) {
        this.program = program;
        assumeTrue(program.installed().isPresent(), () -> program.command() + " is not installed on this machine");
    }

    /** A request as an origin gets it. */
    private record Got(String method, String target, String body) {

        /** A first line that is none of a request is kept whole: it shows that framing was lost. */
        static Got of(Message message) {
            String[] words = message.firstLine().split(" ", -1);
            return words.length == 3
                    ? new Got(words[0], normal(words[1]), message.body())
                    : new Got(message.firstLine(), "", message.body());
        }

        /** The digits of escapes in one case (RFC 3986 section 6.2.2.1), and origin-form (RFC 9112 section 3.2.1). */
        private static String normal(String target) {
            String escaped =
                    ESCAPE.matcher(target).replaceAll(escape -> escape.group().toUpperCase(Locale.ROOT));
            String origin = AUTHORITY.matcher(escaped).replaceFirst("");
            return origin.isEmpty() || origin.startsWith("?") ? "/" + origin : origin;
        }

        @Override
        public String toString() {
            return method + " " + target + (body.isEmpty() ? "" : " with " + body.length() + " octets");
        }
    }

    /** What became of a case: what the origin got, and the statuses that the proxy answered itself. */
    private record Outcome(List<Got> requests, List<Integer> refusals) {

        String inWords() {
            return (requests.isEmpty() ? "nothing" : requests.toString())
                    + (refusals.isEmpty() ? "" : ", refused with " + refusals);
        }
    }

    private ScriptedOrigin origin() {
        return new ScriptedOrigin((connection, _) -> {
            while (true) {
                Message message = connection.read();
                boolean probe = message.firstLine().startsWith("GET /probe ");
                if (!probe) {
                    seen.add(message);
                }
                connection.send(ANSWER + (probe ? "X-Probe: 1\r\n\r\n" : "\r\n"));
            }
        });
    }

    @Test
    void originsOfBothGetTheSameRequests() throws Exception {
        Map<String, String> differences = new TreeMap<>();
        Set<String> looser = new TreeSet<>();
        try (ScriptedOrigin origin = origin();
                TestGateway gateway = TestGateway.to(origin.endpoint());
                Peer peer = Peer.start(program, folder, origin.endpoint().port())) {
            for (WireCase wireCase : WireCase.read("requests")) {
                boolean accepted = wireCase.statuses().contains(200);
                int patience = accepted ? PATIENCE_MILLIS : CURIOSITY_MILLIS;
                Outcome there = send(peer.address(), wireCase, patience);
                if (accepted) {
                    Outcome here = send(gateway.address(), wireCase, patience);
                    if (!here.requests().equals(there.requests())) {
                        differences.put(wireCase.name(), there.inWords() + "; here: " + here.inWords());
                    }
                } else if (!there.requests().isEmpty()) {
                    looser.add(wireCase.name());
                }
            }
        }
        report(differences, looser);
        Set<String> documented = documented();
        assertThat(WireCase.read("requests").stream().map(WireCase::name))
                .as("cases that %s names", DOCUMENT)
                .containsAll(documented);
        differences.keySet().removeAll(documented);
        assertThat(differences)
                .as("differences that the table in %s does not name", DOCUMENT)
                .isEmpty();
    }

    private Outcome send(InetSocketAddress to, WireCase wireCase, int patience) throws IOException {
        seen.clear();
        List<Integer> refusals = new ArrayList<>();
        try (RawExchange client = RawExchange.connect(to)) {
            client.socket().setSoTimeout(patience);
            client.send(wireCase.octets());
            if (wireCase.ends("none")) {
                client.socket().shutdownOutput();
            }
            for (int i = 0; i < wireCase.statuses().size() && refusals.isEmpty(); i++) {
                note(client.read(), refusals);
            }
            if (wireCase.ends("keep") && refusals.isEmpty()) {
                client.send("GET /probe HTTP/1.1\r\nHost: probe\r\n\r\n");
            } else {
                client.socket().setSoTimeout(CURIOSITY_MILLIS);
            }
            // To the answer to the probe, or to the end: until then there may be answers that nobody expects.
            while (!note(client.read(), refusals)) {}
        } catch (EOFException | SocketException | SocketTimeoutException _) {
            // The end of what comes back.
        }
        return new Outcome(seen.stream().map(Got::of).toList(), refusals);
    }

    /** Whether that was the last answer. */
    private static boolean note(Message answer, List<Integer> refusals) {
        if (answer.status() >= 400) {
            refusals.add(answer.status());
        }
        return answer.has("X-Probe");
    }

    /** The cases that the document names for this program. */
    private Set<String> documented() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith(TABLE))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .filter(cells -> cells[2].toLowerCase(Locale.ROOT).contains(program.command()))
                .flatMap(cells -> Stream.of(cells[1].replace("`", "").split(",", -1)))
                .map(String::trim)
                .collect(Collectors.toSet());
    }

    private void report(Map<String, String> differences, Set<String> looser) throws IOException {
        StringBuilder text =
                new StringBuilder("Against " + program.command() + ": accepted here, and otherwise there:\n");
        differences.forEach((name, there) ->
                text.append("  ").append(name).append(": ").append(there).append('\n'));
        text.append("Refused here, and accepted there:\n");
        looser.forEach(name -> text.append("  ").append(name).append('\n'));
        Path file = Path.of("target", "peers", program.command() + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        System.out.println(text);
    }
}
