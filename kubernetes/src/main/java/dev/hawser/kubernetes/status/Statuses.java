package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ObjectKey;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statuses that objects should have.
 *
 * @param desired by object, in order; objects that are not there keep what they have
 * @param claims what is ours to tell about now
 */
record Statuses(Map<ObjectKey, DesiredStatus> desired, Claims claims) {

    static final Statuses NONE = new Statuses(Map.of(), Claims.NONE);

    Statuses {
        desired = Collections.unmodifiableMap(new TreeMap<>(desired));
    }
}
