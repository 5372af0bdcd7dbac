package dev.sekisho.dataplane.text;

/**
 * The wall clock as {@code 2026-01-02T03:04:05.678Z} (RFC 3339), kept from line to line. The wall clock is read once a
 * second, and in between follows the {@link System#nanoTime} that the caller has anyway. One thread only.
 */
public final class TimeText {

    /** Bytes of the text. */
    public static final int LENGTH = 24;

    private static final long RESYNC = 1_000_000_000L; // nanoseconds

    private final byte[] text = new byte[LENGTH];
    private long anchorNanos;
    private long anchorMillis = Long.MIN_VALUE;
    private long second = Long.MIN_VALUE;

    /** A clock of its own. */
    public TimeText() {
        text[4] = text[7] = '-';
        text[10] = 'T';
        text[13] = text[16] = ':';
        text[19] = '.';
        text[23] = 'Z';
    }

    /** Writes the time at {@code now}; returns the end. */
    public int write(long now, byte[] into, int at) {
        long since = now - anchorNanos;
        if (anchorMillis == Long.MIN_VALUE || since >= RESYNC || since < 0) {
            anchorNanos = now;
            anchorMillis = System.currentTimeMillis();
            since = 0;
        }
        return writeMillis(anchorMillis + since / 1_000_000, into, at);
    }

    /** Writes the time of so many milliseconds since 1970; returns the end. */
    public int writeMillis(long millis, byte[] into, int at) {
        long wanted = Math.floorDiv(millis, 1000L);
        if (wanted != second) {
            second = wanted;
            date(Math.floorDiv(wanted, 86_400L));
            int ofDay = (int) Math.floorMod(wanted, 86_400L);
            JsonText.digits(ofDay / 3600, 2, text, 11);
            JsonText.digits(ofDay / 60 % 60, 2, text, 14);
            JsonText.digits(ofDay % 60, 2, text, 17);
        }
        JsonText.digits((int) Math.floorMod(millis, 1000L), 3, text, 20);
        System.arraycopy(text, 0, into, at, LENGTH);
        return at + LENGTH;
    }

    /** Year, month and day of a day since 1970, by 400-year eras that begin on 1 March. */
    private void date(long day) {
        long shifted = day + 719_468; // days from 1 March 0000 to 1 January 1970
        long era = Math.floorDiv(shifted, 146_097L);
        int ofEra = (int) Math.floorMod(shifted, 146_097L);
        int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * ofYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        JsonText.digits(year, 4, text, 0);
        JsonText.digits(month, 2, text, 5);
        JsonText.digits(ofYear - (153 * fromMarch + 2) / 5 + 1, 2, text, 8);
    }
}
