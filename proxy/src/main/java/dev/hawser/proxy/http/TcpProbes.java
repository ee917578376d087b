package dev.hawser.proxy.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether and how the system probes a connection on which nothing happens: {@code SO_KEEPALIVE} and what belongs to it. */
public sealed interface TcpProbes {

    /** As the system does for every socket; Linux does not probe. */
    TcpProbes SYSTEM = new Unset();

    /** None. */
    TcpProbes OFF = new Off();

    /** Left to the system. */
    record Unset() implements TcpProbes {}

    /** Switched off. */
    record Off() implements TcpProbes {}

    /**
     * Switched on. What is {@code null} is left to the system.
     *
     * @param idleSeconds after how long the first probe is sent
     * @param intervalSeconds how long between two of them
     * @param count how many are sent until the connection is given up
     */
    record On(
            @Nullable Integer idleSeconds,
            @Nullable Integer intervalSeconds,
            @Nullable Integer count) implements TcpProbes {}

    /**
     * Reads what nginx takes for {@code so_keepalive}: {@code on}, {@code off}, or {@code [idle]:[interval]:[count]} with times
     * like {@code 30m}, of which one or two may be left out. {@code null} when it is none of these.
     */
    static @Nullable TcpProbes parse(String text) {
        return switch (text) {
            case "on" -> new On(null, null, null);
            case "off" -> OFF;
            default -> parseOn(text);
        };
    }

    private static @Nullable TcpProbes parseOn(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || text.equals("::")) {
            return null;
        }
        Integer[] values = new Integer[3];
        for (int i = 0; i < 3; i++) {
            if (!parts[i].isEmpty()) {
                int value = i < 2 ? seconds(parts[i]) : count(parts[i]);
                if (value < 1) {
                    return null;
                }
                values[i] = value;
            }
        }
        return new On(values[0], values[1], values[2]);
    }

    /** 0 when it is none that sockets take, which is at most 32767. */
    private static int seconds(String text) {
        Matcher time = Pattern.compile("(\\d{1,5})([smhd]?)").matcher(text);
        if (!time.matches()) {
            return 0;
        }
        long unit = switch (time.group(2)) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
        long seconds = Long.parseLong(time.group(1)) * unit;
        return seconds <= Short.MAX_VALUE ? (int) seconds : 0;
    }

    /** 0 when it is none that sockets take, which is at most 127. */
    private static int count(String text) {
        return text.matches("\\d{1,3}") && Integer.parseInt(text) <= Byte.MAX_VALUE ? Integer.parseInt(text) : 0;
    }
}
