package dev.hawser.kubernetes.report;

import dev.hawser.kubernetes.Outcome;

/** Writes down what came of translations. Used by one thread, save for {@link #stop}. */
public interface OutcomeWriter {

    /** What {@link #work()} returns when there is nothing to wait for but the next outcome. */
    long NOTHING_DUE = Long.MAX_VALUE;

    /** From now on this outcome counts. */
    void take(Outcome outcome);

    /**
     * Writes what is due; may wait for the API server. Throws nothing for what it answers.
     *
     * @return how many nanoseconds until more is due; {@link #NOTHING_DUE} when nothing is
     */
    long work();

    /** Begins nothing more; what is under way is finished, and {@link #work} returns then. Any thread. */
    void stop();
}
