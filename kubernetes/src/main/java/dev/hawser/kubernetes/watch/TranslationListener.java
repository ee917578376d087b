package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;

/** Takes translations over. */
@FunctionalInterface
public interface TranslationListener {

    /**
     * Called with the first translation, and then with each that differs from the one before. Always on the same thread,
     * which watches nothing meanwhile, so work that takes long belongs elsewhere. When it throws, that is logged, and the
     * next change is handed over even if it leads to an equal translation.
     *
     * @param translation what the cluster means
     * @param snapshot the objects it was made of
     */
    void translated(Translation translation, ResourceSnapshot snapshot);

    /**
     * Called after each batch of changes, whether or not it means something else than the one before, when the listener
     * has the translation of it; on the same thread, and as briefly.
     *
     * @param translation what the cluster means now
     * @param snapshot the objects, whose statuses may be new
     */
    default void settled(Translation translation, ResourceSnapshot snapshot) {}
}
