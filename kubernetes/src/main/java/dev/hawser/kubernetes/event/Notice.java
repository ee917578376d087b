package dev.hawser.kubernetes.event;

import dev.hawser.kubernetes.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell about an object. Two notices that are equal are the same event, seen twice.
 *
 * @param apiVersion the group, if any, and version of the object
 * @param object the object
 * @param uid tells the object from others that had its name; {@code null} when it is not known
 * @param reason what kind of event it is
 * @param message what is told
 */
record Notice(String apiVersion, ObjectKey object, @Nullable String uid, Reason reason, String message) {

    /** The namespace of events about objects of the whole cluster. */
    private static final String NAMESPACE_OF_CLUSTER_OBJECTS = "default";

    /** The kinds of events, named as Kong Ingress Controller names them. */
    enum Reason {
        TRANSLATION_FAILED("KongConfigurationTranslationFailed", "Warning"),
        APPLY_FAILED("KongConfigurationApplyFailed", "Warning"),
        SUCCEEDED("KongConfigurationSucceeded", "Normal");

        private final String text;
        private final String type;

        Reason(String text, String type) {
            this.text = text;
            this.type = type;
        }

        String text() {
            return text;
        }

        String type() {
            return type;
        }
    }

    /** The namespace of the event. */
    String namespace() {
        return object.namespace().isEmpty() ? NAMESPACE_OF_CLUSTER_OBJECTS : object.namespace();
    }
}
