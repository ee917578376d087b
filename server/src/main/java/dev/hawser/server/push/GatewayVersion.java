package dev.hawser.server.push;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Kong, as far as it matters: {@code 3.11.0.3-enterprise-edition} is 3.11.0. */
record GatewayVersion(int major, int minor, int patch) implements Comparable<GatewayVersion> {

    /** The oldest that Kong Ingress Controller 3 configures. */
    static final GatewayVersion OLDEST = new GatewayVersion(3, 4, 1);

    /** The first that knows sticky sessions. */
    static final GatewayVersion STICKY_SESSIONS = new GatewayVersion(3, 11, 0);

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?.*");

    /** Empty when the text does not start with two numbers. */
    static Optional<GatewayVersion> parse(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        int patch = numbers.group(3) == null ? 0 : Integer.parseInt(numbers.group(3));
        return Optional.of(
                new GatewayVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), patch));
    }

    boolean isBefore(GatewayVersion other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(GatewayVersion other) {
        return Comparator.comparingInt(GatewayVersion::major)
                .thenComparingInt(GatewayVersion::minor)
                .thenComparingInt(GatewayVersion::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
