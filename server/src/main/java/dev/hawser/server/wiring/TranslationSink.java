package dev.hawser.server.wiring;

import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.server.push.ConfigTarget;
import dev.hawser.server.push.ConfigTarget.Verdict;
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
    private List<Problem> known = List.of();

    public TranslationSink(ConfigTarget target) {
        this.target = target;
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
        target.apply(translation.config());
    }

    /**
     * What came of the last translation. Any thread.
     *
     * @param snapshot the objects, which may have got other statuses since they were translated
     * @param translation the last translation, or an equal one
     */
    Outcome outcome(ResourceSnapshot snapshot, Translation translation) {
        Verdict verdict = target.verdict();
        return new Outcome(snapshot, translation, verdict.live(), verdict.refusals());
    }
}
