package dev.hawser.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks and prints their results as Markdown tables. With {@code --into FILE} as the first arguments, the tables
 * take the place of what stands between the markers of that file, unless only some benchmarks were asked for. All other
 * arguments are JMH's.
 */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException, RunnerException {
        List<String> left = new ArrayList<>(Arrays.asList(arguments));
        Path into = null;
        if (left.size() >= 2 && left.getFirst().equals("--into")) {
            into = Path.of(left.get(1));
            left = left.subList(2, left.size());
        }
        try {
            CommandLineOptions asked = new CommandLineOptions(left.toArray(String[]::new));
            if (asked.shouldHelp()) {
                asked.showHelp();
                return;
            }
            String tables = new ResultTables(run(asked)).markdown();
            System.out.println(tables);
            if (into != null && asked.getIncludes().isEmpty()) {
                Files.writeString(into, DocumentPlace.STEPS.replaceIn(Files.readString(into), tables));
                System.err.println("Written to " + into);
            }
        } catch (CommandLineOptionException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static Collection<RunResult> run(CommandLineOptions asked) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(asked)
                .addProfiler(GCProfiler.class)
                // What ./hawser runs with.
                .jvmArgsAppend(
                        "-XX:+UseCompactObjectHeaders", "-Dio.netty.leakDetection.level=disabled", "-Xms1g", "-Xmx1g");
        // What was not asked for otherwise: enough for the compiler to settle and for an error of a few percent.
        if (!asked.getForkCount().hasValue()) {
            options.forks(1);
        }
        if (!asked.getWarmupIterations().hasValue()) {
            options.warmupIterations(3);
        }
        if (!asked.getWarmupTime().hasValue()) {
            options.warmupTime(TimeValue.seconds(1));
        }
        if (!asked.getMeasurementIterations().hasValue()) {
            options.measurementIterations(5);
        }
        if (!asked.getMeasurementTime().hasValue()) {
            options.measurementTime(TimeValue.seconds(1));
        }
        return new Runner(options.build()).run();
    }
}
