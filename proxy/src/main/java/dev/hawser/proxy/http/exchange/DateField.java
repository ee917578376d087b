package dev.hawser.proxy.http.exchange;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of Date (RFC 9110 section 6.6.1), made once a second. Belongs to one event loop. */
final class DateField {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private long second = -1;
    private String value = "";

    String value() {
        long now = System.currentTimeMillis() / 1000;
        if (now != second) {
            second = now;
            value = FORMAT.format(Instant.ofEpochSecond(now));
        }
        return value;
    }
}
