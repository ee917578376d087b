package dev.hawser.benchmarks.compare;

import dev.hawser.benchmarks.DocumentPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code benchmarks/compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        header = "Compares Hawser with nginx and HAProxy",
        description = {
            "",
            "Starts three identical origins, and each proxy on core 0 with the same sticky sessions. Measures them in turn, "
                    + "prints medians, and writes them into docs/performance.md. Takes about twenty minutes on a machine that "
                    + "should do nothing else meanwhile. Needs nginx, haproxy, wrk, h2load, openssl, and perf or strace; root has Debian's "
                    + "packages of them installed.",
            ""
        })
final class Compare implements Callable<Integer> {

    @Option(names = "--hawser", hidden = true, required = true)
    private Path hawser = Path.of("hawser");

    /** More than two of the times after which Hawser gives back what it does not need. */
    private static final int REST_SECONDS = 75;

    @Option(names = "--into", paramLabel = "FILE", description = "The document to write into.")
    private @Nullable Path into;

    @Option(names = "--print", description = "Print the table and leave the document alone.")
    private boolean print;

    @Option(names = "--quick", description = "See in a minute whether it works; the document is left alone.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description =
                    "Make only the measurements that have this in their names, as they are told while they are made; may be "
                            + "repeated; the document is left alone. Half load goes by what saturation found, and is left "
                            + "out without it.")
    private List<String> only = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured. Default: ${DEFAULT-VALUE}.")
    private int rounds = 7;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each measurement takes. Default: ${DEFAULT-VALUE}.")
    private int seconds = 5;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "How long each proxy is loaded to begin with. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 20;

    @Option(names = "--connections", paramLabel = "N", description = "Of clients. Default: ${DEFAULT-VALUE}.")
    private int connections = 64;

    @Option(
            names = "--slow",
            paramLabel = "N",
            description = "Slow clients beside which others are looked at. Default: ${DEFAULT-VALUE}.")
    private int slow = 2000;

    @Option(
            names = "--idle",
            paramLabel = "N",
            description = "Idle connections with which memory is looked at, at most 7000. Default: ${DEFAULT-VALUE}.")
    private int idle = 5000;

    @Option(
            names = "--bare",
            description =
                    "Let the others tell origins nothing of the client. By default they add X-Forwarded-For, -Proto, "
                            + "-Host, -Port and X-Real-IP, as Hawser always does.")
    private boolean bare;

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Compare());
        line.setExecutionExceptionHandler((e, _, _) -> {
            System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CompareOptions options = quick
                ? CompareOptions.QUICK
                : new CompareOptions(
                        rounds, seconds, Math.min(seconds, 3), warmUp, connections, slow, idle, REST_SECONDS, only);
        String table;
        try (Workbench bench = Workbench.create()) {
            Origins origins = Origins.start(bench);
            Contenders.Forwarding forwarding = bare ? Contenders.Forwarding.NONE : Contenders.Forwarding.ALIKE;
            List<Contender> contenders =
                    new Contenders(bench, origins, ServerCertificate.create(bench), forwarding).start(hawser);
            Results results = new Rounds(bench, contenders, options).run();
            table = new Report(contenders, results, conditions(options)).markdown();
        }
        System.out.println(table);
        if (into != null && !print && !quick && only.isEmpty()) {
            Files.writeString(into, DocumentPlace.COMPARISON.replaceIn(Files.readString(into), table));
            System.err.println("Written to " + into);
        }
        return 0;
    }

    private String conditions(CompareOptions options) {
        return String.format(
                Locale.ROOT,
                "%d rounds of %d s, %d connections of clients, %,d slow clients, %,d idle ones for the last row, %s.",
                options.rounds(),
                options.seconds(),
                options.connections(),
                options.slow(),
                options.idle(),
                bare
                        ? "the others forward nothing of the client"
                        : "all forward the client's address, protocol, host and port");
    }
}
