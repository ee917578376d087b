package dev.hawser.server.push;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Refusal;
import dev.hawser.server.push.ConfigTarget.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one gateway said last: what it serves, and what it refused. Used with the lock of its fleet held. */
final class Opinion {

    private @Nullable Payload served;
    private GatewayConfig live = GatewayConfig.EMPTY;
    /** What it does not serve of it. */
    private List<Problem> lacking = List.of();

    private @Nullable Payload refused;
    private List<Refusal> refusals = List.of();

    void add(Payload payload, Payload.Form form, PushAnswer answer) {
        switch (answer) {
            case PushAnswer.Taken() -> {
                served = payload;
                live = form.config();
                lacking = form.problems();
                if (payload.number() >= number(refused)) {
                    refused = null;
                }
            }
            case PushAnswer.Rejected rejected -> {
                refused = payload;
                refusals = refusals(rejected);
                if (payload == served) {
                    // Another gateway is at this address, which has nothing.
                    served = null;
                }
            }
            case PushAnswer.Failed _ -> {}
        }
    }

    private static List<Refusal> refusals(PushAnswer.Rejected answer) {
        return answer.problems().isEmpty()
                ? List.of(new Refusal.Rejected(null, answer.message()))
                : answer.problems().stream()
                        .<Refusal>map(problem -> new Refusal.Rejected(problem.object(), problem.message()))
                        .toList();
    }

    /**
     * What gateways say together: the newest configuration that one of them serves, as that one serves it which lacks the
     * most, and why any does not take that one or a later one. A refusal stands until its gateway has answered the next configuration, so that what is refused again
     * and again does not seem mended in between.
     *
     * @param otherwise what counts as served while none of them serves anything
     */
    static Verdict verdict(List<Opinion> opinions, GatewayConfig otherwise) {
        Opinion newest = null;
        for (Opinion opinion : opinions) {
            if (opinion.served != null && (newest == null || opinion.isAheadOf(newest))) {
                newest = opinion;
            }
        }
        Set<Refusal> refusals = new LinkedHashSet<>();
        for (Opinion opinion : opinions) {
            if (newest != null && opinion.served == newest.served) {
                opinion.lacking.forEach(problem -> refusals.add(
                        new Refusal.WithoutSessions(problem.object(), GatewayVersion.STICKY_SESSIONS.toString())));
            }
            if (opinion.refused != null && (newest == null || number(opinion.refused) >= number(newest.served))) {
                refusals.addAll(opinion.refusals);
            }
        }
        return new Verdict(newest == null ? otherwise : newest.live, new ArrayList<>(refusals));
    }

    private boolean isAheadOf(Opinion other) {
        boolean newer = number(served) > number(other.served);
        return newer || (served == other.served && lacking.size() > other.lacking.size());
    }

    private static long number(@Nullable Payload payload) {
        return payload == null ? 0 : payload.number();
    }
}
