package dev.hawser.proxy.runtime;

import dev.hawser.config.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be served; the one before it stays. */
public final class RejectedConfigException extends Exception {

    private final transient List<Violation> violations;

    public RejectedConfigException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** Everything that is wrong, at least one thing. */
    public List<Violation> violations() {
        return violations;
    }
}
