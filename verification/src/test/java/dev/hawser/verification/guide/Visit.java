package dev.hawser.verification.guide;

/**
 * One request of a visitor, answered.
 *
 * @param at when its answer was complete, in nanoseconds of {@link System#nanoTime()}
 * @param pod the pod that answered
 * @param visits how many requests of this visitor that pod has seen, by its own count
 * @param session the session cookie's value after this request
 * @param sessionSet whether the answer brought a session cookie
 */
public record Visit(long at, String pod, int visits, String session, Boolean sessionSet) {}
