package dev.hawser.kubernetes.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Turns notices into events. The name of an event is derived from what it tells, so that what is told again, also by
 * another instance, is counted in the event that is there.
 *
 * @param instance the id of this controller
 */
record EventRecord(UUID instance) {

    static final String COMPONENT = "kong-client";
    static final String INSTANCE_ANNOTATION = "konghq.com/instance-id";

    /** As much as the API server takes of one in its newer form. */
    private static final int MESSAGE_LENGTH = 1024;

    private static final int NAME_LENGTH = 253;

    /** The event that tells something for the first time. */
    Event first(Notice notice, Instant now) {
        String time = time(now);
        return new EventBuilder()
                .withNewMetadata()
                .withName(name(notice))
                .withNamespace(notice.namespace())
                .addToAnnotations(INSTANCE_ANNOTATION, instance.toString())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(notice.apiVersion())
                .withKind(notice.object().kind())
                .withNamespace(
                        notice.object().namespace().isEmpty()
                                ? null
                                : notice.object().namespace())
                .withName(notice.object().name())
                .withUid(notice.uid())
                .endInvolvedObject()
                .withType(notice.reason().type())
                .withReason(notice.reason().text())
                .withMessage(message(notice))
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withReportingInstance("")
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .build();
    }

    /** The event that tells it once more. */
    Event again(Event known, Instant now) {
        return new EventBuilder(known)
                .editMetadata()
                .addToAnnotations(INSTANCE_ANNOTATION, instance.toString())
                .endMetadata()
                .withLastTimestamp(time(now))
                .withCount((known.getCount() == null ? 1 : known.getCount()) + 1)
                .build();
    }

    String name(Notice notice) {
        String told = String.join(
                "\n",
                notice.apiVersion(),
                notice.object().toString(),
                String.valueOf(notice.uid()),
                notice.reason().text(),
                notice.message());
        String digest = UUID.nameUUIDFromBytes(told.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, 16);
        String object = notice.object().name();
        int room = NAME_LENGTH - digest.length() - 1;
        // A cut must not end in a dot, which would make an empty label.
        String start =
                object.length() <= room ? object : object.substring(0, room).replaceFirst("[-.]+$", "");
        return start + "." + digest;
    }

    private static String message(Notice notice) {
        String message = notice.message();
        return message.length() <= MESSAGE_LENGTH ? message : message.substring(0, MESSAGE_LENGTH - 3) + "...";
    }

    private static String time(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
