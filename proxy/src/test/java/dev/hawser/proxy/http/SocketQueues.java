package dev.hawser.proxy.http;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux holds of connections on this machine, so that it is not taken for what a program holds. */
final class SocketQueues {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final String ESTABLISHED = "01";

    private SocketQueues() {}

    /** How many octets were written at one end of the connections of a port and not yet read at the other, either way. */
    static long waiting(int port) throws IOException {
        assumeThat(TABLES).as("the tables of connections").allMatch(Files::isReadable);
        String end = ":%04X".formatted(port);
        long octets = 0;
        for (Path table : TABLES) {
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[3].equals(ESTABLISHED) && (columns[1].endsWith(end) || columns[2].endsWith(end))) {
                    String[] queues = columns[4].split(":", -1);
                    octets += Long.parseLong(queues[0], 16) + Long.parseLong(queues[1], 16);
                }
            }
        }
        return octets;
    }
}
