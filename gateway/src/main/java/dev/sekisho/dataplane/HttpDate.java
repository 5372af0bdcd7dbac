package dev.sekisho.dataplane;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field (RFC 9110 section 5.6.7), made anew once a second. One thread only. */
public final class HttpDate {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private long second = -1;
    private byte[] text = new byte[0];

    /** The date as bytes; not to be changed. */
    public byte[] now() {
        long current = System.currentTimeMillis() / 1000;
        if (current != second) {
            second = current;
            text = Ascii.bytes(FORMAT.format(Instant.ofEpochSecond(current)));
        }
        return text;
    }
}
