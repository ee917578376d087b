package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Set;

/**
 * All objects of a source at one time.
 *
 * @param objects those that could be read
 * @param unreadable those that could not
 * @param version the version that a watch goes on from
 */
record Listing(Map<ObjectKey, HasMetadata> objects, Set<ObjectKey> unreadable, String version) {}
