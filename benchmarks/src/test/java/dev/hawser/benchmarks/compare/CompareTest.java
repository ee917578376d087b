package dev.hawser.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.benchmarks.DocumentPlace;
import dev.hawser.benchmarks.compare.PacedLoad.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The comparison's arithmetic, and how it reads what other programs print. It starts none of them. */
class CompareTest {

    @Test
    void ratioIsTheMedianOverRoundsOfThePairedRatiosToTheBestPeer() {
        Results results = new Results();
        double[][] rounds = {{10, 20, 15}, {40, 30, 33}, {10, 10, 9}};
        for (double[] round : rounds) {
            results.add(Metric.CPU, "nginx", round[0]);
            results.add(Metric.CPU, "HAProxy", round[1]);
            results.add(Metric.CPU, "Hawser", round[2]);
            results.add(Metric.RATE, "nginx", round[0]);
            results.add(Metric.RATE, "HAProxy", round[1]);
            results.add(Metric.RATE, "Hawser", round[2]);
        }
        // Less is better of the first, more of the second: 15/10, 33/30, 9/10 and 15/20, 33/40, 9/10.
        assertThat(results.ratioToBestPeer(Metric.CPU, "Hawser")).isEqualTo(1.1);
        assertThat(results.ratioToBestPeer(Metric.RATE, "Hawser")).isEqualTo(0.825);
        assertThat(results.median(Metric.CPU, "Hawser")).isEqualTo(15);
        assertThatThrownBy(() -> results.median(Metric.CALLS, "nginx"))
                .hasMessageContaining("expected: a value a round");
    }

    @Test
    void tableMarksWhatIsAsGoodAsTheBest() {
        Results results = new Results();
        List<Contender> contenders = List.of(contender("nginx"), contender("Hawser"));
        results.add(Metric.RATE, "nginx", 60_000);
        results.add(Metric.RATE, "Hawser", 61_200);
        results.add(Metric.CPU, "nginx", 16);
        results.add(Metric.CPU, "Hawser", 17.6);
        assertThat(new Report(contenders, results, "Conditions.").markdown())
                .startsWith("Measured on ")
                .contains("at the end. Conditions.\n\n| median of the rounds | nginx 1.0 | Hawser 1.0 |")
                .contains("| requests/s, saturated | 60,000 | 61,200 | **1.02** |\n")
                .contains("| CPU per request, µs | 16.0 | 17.6 | 1.10 |\n")
                .doesNotContain("p99");
    }

    private static Contender contender(String name) {
        return new Contender(name, "1.0", 1, 2, new ProcessTree(ProcessHandle.current()), List.of());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "50, 2", "75, 3", "99, 4", "100, 4"})
    void percentileIsTheLeastLatencyThatSoManyAreNotAbove(double percent, double micros) {
        assertThat(Latencies.of(4, 1, 3, 2).percentile(percent)).isEqualTo(micros);
    }

    @Test
    void processorTimeIsReadBehindANameWithAnything() {
        String stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 1 2 3 4 120 34 5 6 20 0 1 0 100 1000 10";
        assertThat(ProcessTree.ticks(stat)).isEqualTo(154);
    }

    @Test
    void memoryIsWhatAProcessHasOfWhatItShares() {
        assertThat(ProcessTree.proportional(
                        List.of("00-ff ---p 00 [rollup]", "Rss:  300 kB", "Pss:  200 kB", "Pss_Anon: 1 kB")))
                .isEqualTo(200);
    }

    @Test
    void systemCallsAreReadFromBothTools() throws IOException {
        assertThat(SystemCalls.countedByPerf("# started on Mon\n\n1234,,raw_syscalls:sys_enter,5,100.00,,\n"))
                .isEqualTo(1234);
        assertThat(SystemCalls.countedByStrace(
                        "% time calls\n100.00    1.855210         368      5029        32 total\n"))
                .isEqualTo(5029);
        assertThatThrownBy(() -> SystemCalls.countedByPerf("<not supported>,,raw_syscalls:sys_enter,0,100.00,,\n"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void resultOfALoadWithFailuresIsNone() throws IOException {
        ClosedLoad.Outcome outcome =
                ClosedLoad.Outcome.parse("Running 5s test\nRESULT 1000 2000000 4000000 0 10 20 30\n");
        assertThat(outcome.perSecond()).isEqualTo(500);
        assertThat(outcome.bytesPerSecond()).isEqualTo(2_000_000);
        assertThat(outcome.p999()).isEqualTo(30);
        assertThatThrownBy(() -> ClosedLoad.Outcome.parse("RESULT 1000 2000000 4000000 3 10 20 30\n"))
                .hasMessage("load: 3 failed requests (expected: none)");
    }

    @Test
    void handshakesAreCountedWhenTheyAreOfTheKindAskedFor() throws IOException {
        String full = """
                Collecting connection statistics for 2 seconds
                ***

                3 connections in 0.04s; 75.00 connections/user sec, bytes read 9
                3 connections in 3 real seconds, 3 bytes read per connection
                """;
        assertThat(HandshakeLoad.counted(full, Handshakes.FULL)).isEqualTo(3);
        assertThat(HandshakeLoad.counted(full.replace("***", "rrr"), Handshakes.RESUMED))
                .isEqualTo(3);
        assertThatThrownBy(() -> HandshakeLoad.counted(full, Handshakes.RESUMED))
                .hasMessage("s_time: 0 of 3 handshakes resumed (expected: all)");
        assertThatThrownBy(() -> HandshakeLoad.counted("connect: refused\n", Handshakes.FULL))
                .hasMessage("s_time: printed no connections (expected: some): connect: refused");
    }

    @Test
    void streamsAreCountedWhenAllSucceededAndSpokeHttp2() throws IOException {
        String printed = """
                Application protocol: h2
                finished in 2.00s, 2500.50 req/s, 1.00MB/s
                requests: 5001 total, 5100 started, 5001 done, 5001 succeeded, 0 failed, 0 errored, 0 timeout
                """;
        assertThat(StreamLoad.Outcome.parse(printed)).isEqualTo(new StreamLoad.Outcome(5001, 2500.5));
        assertThatThrownBy(() -> StreamLoad.Outcome.parse(printed.replace("5001 succ", "5000 succ")))
                .hasMessage("load: 5000 of 5001 requests succeeded (expected: all)");
        assertThatThrownBy(() -> StreamLoad.Outcome.parse(printed.replace(": h2\n", ": http/1.1\n")))
                .hasMessageStartingWith("h2load: spoke another protocol (expected: h2): ");
    }

    @ParameterizedTest
    @CsvSource({
        "'nginx version: nginx/1.22.1', 1.22.1",
        "'HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/', 2.6.12-1+deb12u4",
        "'hawser 0.1.0-SNAPSHOT', 0.1.0-SNAPSHOT",
    })
    void versionIsTheFirstWordThatLooksLikeOne(String printed, String version) {
        assertThat(Contenders.versionIn(printed)).isEqualTo(version);
    }

    @Test
    void workbenchLeavesNothing() throws IOException, InterruptedException {
        Path folder;
        Process process;
        try (Workbench bench = Workbench.create()) {
            folder = bench.folder();
            bench.write("file", "text");
            process = bench.start("sleep", 0, List.of("sh", "-c", "sleep 600 & wait"));
        }
        assertThat(process.isAlive()).isFalse();
        assertThat(process.descendants()).isEmpty();
        assertThat(Files.exists(folder)).isFalse();
    }

    @Test
    void documentHasAPlaceForTheComparison() {
        assertThat(DocumentPlace.COMPARISON.replaceIn(
                        "a\n<!-- comparison: begin -->\n<!-- comparison: end -->\n", "t\n"))
                .isEqualTo("a\n<!-- comparison: begin -->\nt\n<!-- comparison: end -->\n");
    }
}
