package dev.hawser.server.command;

import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code true} and {@code false} in every spelling that Kong Ingress Controller takes, which is Go's. */
final class Switch implements ITypeConverter<Boolean> {

    private static final Set<String> ON = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> OFF = Set.of("0", "f", "F", "false", "FALSE", "False");

    @Override
    public Boolean convert(String value) {
        if (ON.contains(value)) {
            return true;
        }
        if (OFF.contains(value)) {
            return false;
        }
        throw new TypeConversionException(value + " (expected: true or false)");
    }
}
