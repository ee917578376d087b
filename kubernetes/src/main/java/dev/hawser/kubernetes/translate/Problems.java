package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Problem.Reason;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the problems of one translation, each once. */
final class Problems {

    private final Set<Problem> problems = new LinkedHashSet<>();

    void add(ObjectKey object, Reason reason, String message) {
        problems.add(new Problem(object, reason, message));
    }

    /** The problems ordered by object; those of one object in the order in which they were found. */
    List<Problem> sorted() {
        return problems.stream().sorted(Comparator.comparing(Problem::object)).toList();
    }
}
