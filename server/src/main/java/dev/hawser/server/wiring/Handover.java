package dev.hawser.server.wiring;

import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.watch.TranslationListener;
import dev.hawser.server.push.ConfigTarget;
import dev.hawser.server.push.ConfigTarget.Served;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands translations to what serves them, and what came of them to those who tell it: after each batch of changes, and
 * when gateways elsewhere answer later. Called by the watch and by the threads of the target.
 */
final class Handover implements TranslationListener {

    private final TranslationSink sink;
    private final Consumer<Outcome> report;

    /** Guarded by this. */
    private Served served = Served.NOTHING;

    /** What the latest batch of changes came to, but for what is served; {@code null} while it is handed over. Guarded by this. */
    private @Nullable Outcome settled;

    Handover(ConfigTarget target, Consumer<Outcome> report) {
        this.sink = new TranslationSink(target, this::served);
        this.report = report;
    }

    @Override
    public void translated(Translation translation, ResourceSnapshot snapshot) {
        synchronized (this) {
            settled = null;
        }
        sink.accept(translation);
    }

    @Override
    public synchronized void settled(Translation translation, ResourceSnapshot snapshot) {
        settled = new Outcome(snapshot, translation, served.live(), served.refusals());
        report.accept(settled);
    }

    private synchronized void served(Served now) {
        served = now;
        if (settled != null) {
            settled(settled.translation(), settled.snapshot());
        }
    }
}
