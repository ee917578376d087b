package dev.hawser.server.wiring;

import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Translation;
import dev.hawser.server.push.ConfigTarget;
import dev.hawser.server.push.ConfigTarget.Served;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where translations go: each problem that is new is logged once, each that is gone is logged as mended, and the
 * configuration is handed on. Called by one thread at a time.
 */
public final class TranslationSink implements Consumer<Translation> {

    private static final Logger log = LoggerFactory.getLogger(TranslationSink.class);

    private final ConfigTarget target;
    private final Consumer<Served> settled;
    private List<Problem> known = List.of();

    /**
     * @param settled told what the target serves, see {@link ConfigTarget#apply}
     */
    public TranslationSink(ConfigTarget target, Consumer<Served> settled) {
        this.target = target;
        this.settled = settled;
    }

    /** For a target whose answers nobody waits for. */
    public TranslationSink(ConfigTarget target) {
        this(target, _ -> {});
    }

    @Override
    public void accept(Translation translation) {
        Set<Problem> before = new HashSet<>(known);
        Set<Problem> now = new HashSet<>(translation.problems());
        for (Problem problem : translation.problems()) {
            if (!before.contains(problem)) {
                log.atWarn()
                        .addKeyValue("object", problem.object())
                        .addKeyValue("reason", problem.reason())
                        .addKeyValue("problem", problem.message())
                        .log("Object has a problem");
            }
        }
        for (Problem problem : known) {
            if (!now.contains(problem)) {
                log.atInfo()
                        .addKeyValue("object", problem.object())
                        .addKeyValue("reason", problem.reason())
                        .log("Problem is gone");
            }
        }
        known = translation.problems();
        target.apply(translation.config(), settled);
    }
}
