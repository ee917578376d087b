package dev.hawser.verification.guide;

import java.net.URI;

/**
 * Where the guide is played.
 *
 * @param gateway where clients connect
 * @param kubectl works where the guide's objects are
 * @param running ends with the stage
 */
public record GuideStage(URI gateway, Kubectl kubectl, HawserProcess running) implements AutoCloseable {

    /** Served by a process. */
    public static GuideStage of(HawserProcess process, Kubectl kubectl) {
        return new GuideStage(process.gateway(), kubectl, process);
    }

    @Override
    public void close() {
        running.close();
    }
}
