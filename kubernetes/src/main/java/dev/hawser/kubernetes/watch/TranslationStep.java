package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.Translator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates changes and hands over what differs; keeps the last good when that fails. Used by one thread. */
final class TranslationStep {

    private static final Logger log = LoggerFactory.getLogger(TranslationStep.class);

    private final Translator translator;
    private final TranslationSettings settings;
    private final TranslationListener listener;

    /** The translation of the snapshot before; {@code null} at first and after a failure. */
    private @Nullable Translation previous;
    /** What the listener has; {@code null} at first. */
    private @Nullable Translation handedOver;

    TranslationStep(Translator translator, TranslationSettings settings, TranslationListener listener) {
        this.translator = translator;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Deals with a change; throws nothing for what is in it.
     *
     * @return whether the listener has the translation of that change
     */
    boolean run(ClusterState.Change change) {
        try {
            previous = translate(change);
        } catch (RuntimeException | StackOverflowError e) {
            // The next change starts from this snapshot, of which there is no translation: all is translated then.
            previous = null;
            log.atError()
                    .setCause(e)
                    .addKeyValue("generation", change.snapshot().generation())
                    .addKeyValue("changed", change.objects())
                    .log("Translation failed, the last good configuration is kept");
            return false;
        }
        boolean taken = isHandedOver(previous) || handOver(previous, change);
        if (taken) {
            settle(previous, change);
        }
        return taken;
    }

    @SuppressWarnings("ReferenceEquality") // The very same needs no comparison of everything in it.
    private boolean isHandedOver(Translation translation) {
        return translation == handedOver || translation.equals(handedOver);
    }

    private Translation translate(ClusterState.Change change) {
        if (previous != null && change.sort() == HoldOff.Sort.STATUSES) {
            return previous;
        }
        if (previous != null && change.sort() == HoldOff.Sort.ENDPOINTS) {
            return translator.retarget(previous, change.snapshot(), change.services(), settings);
        }
        return translator.translate(change.snapshot(), settings);
    }

    private void settle(Translation translation, ClusterState.Change change) {
        try {
            listener.settled(translation, change.snapshot());
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("generation", change.snapshot().generation())
                    .log("Outcome could not be told");
        }
    }

    private boolean handOver(Translation translation, ClusterState.Change change) {
        try {
            listener.translated(translation, change.snapshot());
            handedOver = translation;
            log.atDebug()
                    .addKeyValue("generation", change.snapshot().generation())
                    .addKeyValue("problems", translation.problems().size())
                    .log("Configuration changed");
            return true;
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("generation", change.snapshot().generation())
                    .log("Configuration was not taken over");
            return false;
        }
    }
}
