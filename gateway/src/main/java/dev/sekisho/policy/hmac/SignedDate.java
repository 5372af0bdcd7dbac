package dev.sekisho.policy.hmac;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The date of a request, as RFC 9110 section 5.6.7 has senders write it: {@code Sun, 06 Nov 1994 08:49:37 GMT}. The obsolete
 * forms are not taken.
 */
final class SignedDate {

    private static final int LENGTH = 29;
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    private SignedDate() {}

    /** Milliseconds since 1970; empty where the range is no such date, its day of the week included. */
    static OptionalLong parse(byte[] bytes, int start, int end) {
        if (end - start != LENGTH) {
            return OptionalLong.empty();
        }
        try {
            String text = new String(bytes, start, LENGTH, StandardCharsets.ISO_8859_1);
            return OptionalLong.of(Instant.from(FORM.parse(text)).toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
