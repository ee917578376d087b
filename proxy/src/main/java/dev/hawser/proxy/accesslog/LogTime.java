package dev.hawser.proxy.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time of an entry as formats write it. Entries of one second follow each other, so what concerns seconds is written
 * once for all of them. Used by one thread.
 */
final class LogTime {

    private static final DateTimeFormatter ISO_SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    private final DateTimeFormatter common;
    private long epochMicros;
    private long second = Long.MIN_VALUE;
    private String isoSecond = "";
    private String commonSecond = "";

    /** @param zone of the common log format; ISO 8601 is written in UTC */
    LogTime(ZoneId zone) {
        this.common = COMMON.withZone(zone);
    }

    /** Sets the time, in microseconds since 1970. */
    void set(long micros) {
        epochMicros = micros;
        long at = Math.floorDiv(micros, 1_000_000L);
        if (at != second) {
            second = at;
            Instant instant = Instant.ofEpochSecond(at);
            isoSecond = ISO_SECOND.format(instant);
            commonSecond = common.format(instant);
        }
    }

    /** As ISO 8601 has it, in UTC, to the microsecond. */
    void writeIso(LineBuffer to) {
        to.ascii(isoSecond)
                .octet('.')
                .digits(Math.floorMod(epochMicros, 1_000_000L), 6)
                .octet('Z');
    }

    /** As the common log format has it, in the zone's time, to the second. */
    void writeCommon(LineBuffer to) {
        to.ascii(commonSecond);
    }
}
