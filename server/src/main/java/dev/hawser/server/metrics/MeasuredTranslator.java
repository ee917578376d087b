package dev.hawser.server.metrics;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.Translator;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A translator whose calls are measured. */
record MeasuredTranslator(Translator translator, ControllerMetrics metrics, LongSupplier nanos) implements Translator {

    @Override
    public Translation translate(ResourceSnapshot snapshot, TranslationSettings settings) {
        return measured(() -> translator.translate(snapshot, settings));
    }

    @Override
    public Translation retarget(
            Translation previous, ResourceSnapshot snapshot, Set<ObjectKey> services, TranslationSettings settings) {
        return measured(() -> translator.retarget(previous, snapshot, services, settings));
    }

    private Translation measured(Supplier<Translation> work) {
        long started = nanos.getAsLong();
        try {
            Translation translation = work.get();
            metrics.translated(translation, since(started));
            return translation;
        } catch (RuntimeException | StackOverflowError e) {
            metrics.translationFailed(since(started));
            throw e;
        }
    }

    private Duration since(long started) {
        return Duration.ofNanos(nanos.getAsLong() - started);
    }
}
