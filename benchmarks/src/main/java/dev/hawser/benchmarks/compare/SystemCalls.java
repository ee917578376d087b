package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts the system calls of a proxy under a load: with perf, which slows it little, else with strace, which slows it much. */
record SystemCalls(Workbench bench, ClosedLoad load) {

    private static final String EVENT = "raw_syscalls:sys_enter";

    double perRequest(Contender contender) throws IOException, InterruptedException {
        try {
            return withPerf(contender);
        } catch (IOException _) {
            return withStrace(contender);
        }
    }

    private double withPerf(Contender contender) throws IOException, InterruptedException {
        Path counts = bench.folder().resolve("perf.txt");
        List<String> command = new ArrayList<>(
                List.of("perf", "stat", "-x,", "-e", EVENT, "-o", counts.toString(), "-p", pids(contender, ",")));
        command.addAll(load.command(contender));
        String printed = bench.run("perf", Workbench.LOAD_CORE, command);
        return (double) countedByPerf(Files.readString(counts))
                / ClosedLoad.Outcome.parse(printed).requests();
    }

    static long countedByPerf(String counts) throws IOException {
        for (String line : counts.split("\n", -1)) {
            if (line.contains(EVENT) && Character.isDigit(line.charAt(0))) {
                return Long.parseLong(line.substring(0, line.indexOf(',')));
            }
        }
        throw new IOException("perf: counted nothing (expected: " + EVENT + "): " + counts.strip());
    }

    private double withStrace(Contender contender) throws IOException, InterruptedException {
        Path counts = bench.folder().resolve("strace.txt");
        List<String> command = new ArrayList<>(List.of("strace", "-c", "-f", "-o", counts.toString()));
        for (long pid : contender.processes().pids()) {
            command.addAll(List.of("-p", Long.toString(pid)));
        }
        Process strace = bench.start("strace", Workbench.LOAD_CORE, command);
        while (strace.isAlive() && !bench.printedBy("strace").contains("attached")) {
            Thread.sleep(Ports.POLL_INTERVAL);
        }
        ClosedLoad.Outcome outcome = load.run(contender);
        bench.stop(strace);
        return (double) countedByStrace(Files.readString(counts)) / outcome.requests();
    }

    /** The number of calls is the fourth column of the line of the totals, behind which errors may stand. */
    static long countedByStrace(String counts) throws IOException {
        for (String line : counts.split("\n", -1)) {
            if (line.endsWith(" total")) {
                return Long.parseLong(line.strip().split("\\s+", -1)[3]);
            }
        }
        throw new IOException("strace: counted nothing (expected: a line of totals): " + counts.strip());
    }

    private static String pids(Contender contender, String separator) {
        return contender.processes().pids().stream().map(String::valueOf).collect(Collectors.joining(separator));
    }
}
