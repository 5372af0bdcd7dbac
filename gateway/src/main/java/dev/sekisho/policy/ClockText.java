package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Now, in this machine's time zone, in seconds; see {@link FieldValue}. Made anew once a second; thread-safe. */
@SuppressWarnings("ImmutableEnumChecker") // what it keeps is the same for all who ask
enum ClockText implements FieldSource {
    /** As logs of Apache and nginx have it, such as 30/Nov/2026:02:47:48 +0000: {@code $time_local}. */
    LOCAL_TIME("localTime", "dd/MMM/yyyy:HH:mm:ss Z"),
    /** ISO 8601, such as 2026-11-30T02:47:48+00:00: {@code $time_iso8601}. */
    ISO_TIME("isoTime", "yyyy-MM-dd'T'HH:mm:ssxxx");

    private static final int MILLIS = 1000; // of a second

    private final String name;
    private final DateTimeFormatter form;
    private volatile Second last = new Second(Long.MIN_VALUE, new byte[0]);

    /** A second since 1970, and its text. */
    private record Second(long number, byte[] text) {}

    ClockText(String name, String pattern) {
        this.name = name;
        this.form = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneId.systemDefault());
    }

    private byte[] now() {
        long number = System.currentTimeMillis() / MILLIS;
        Second known = last;
        if (known.number != number) {
            known = new Second(number, Ascii.bytes(form.format(Instant.ofEpochSecond(number))));
            last = known;
        }
        return known.text;
    }

    @Override
    public void put(Exchange x, Headers into) {
        byte[] text = now();
        FieldSource.copy(text, 0, text.length, into);
    }

    @Override
    public String text(Exchange x) {
        byte[] text = now();
        return Ascii.string(text, 0, text.length);
    }

    @Override
    public String toString() {
        return name;
    }
}
