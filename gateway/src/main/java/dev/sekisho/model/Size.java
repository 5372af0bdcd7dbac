package dev.sekisho.model;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes. Written with a unit: {@code 512B}, {@code 16KiB}, {@code 10MiB}, {@code 1GiB} (powers of 1024) or
 * {@code 10kB}, {@code 5MB}, {@code 1GB} (powers of 1000).
 *
 * @param bytes the amount, at least 0
 */
public record Size(long bytes) implements Comparable<Size> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,19})\\s*(B|KiB|MiB|GiB|kB|KB|MB|GB)");

    /** Checks the range. */
    public Size {
        if (bytes < 0) {
            throw new IllegalArgumentException("size: " + bytes + " (expected: >= 0)");
        }
    }

    /**
     * Reads a size with its unit; a bare {@code 0} needs none.
     *
     * @throws IllegalArgumentException where the text is no size
     */
    public static Size parse(String text) {
        if (text.equals("0")) {
            return new Size(0);
        }
        Matcher matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " (expected: a size with a unit, such as 16KiB or 10MB)");
        }
        BigInteger bytes = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit(matcher.group(2))));
        if (bytes.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException(text + " (expected: a smaller value)");
        }
        return new Size(bytes.longValue());
    }

    private static long unit(String unit) {
        return switch (unit.toUpperCase(Locale.ROOT)) {
            case "KIB" -> 1L << 10;
            case "MIB" -> 1L << 20;
            case "GIB" -> 1L << 30;
            case "KB" -> 1_000L;
            case "MB" -> 1_000_000L;
            case "GB" -> 1_000_000_000L;
            default -> 1L;
        };
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The form that {@link #parse} reads, in the largest binary unit that loses nothing. */
    @Override
    public String toString() {
        if (bytes != 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes != 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        if (bytes != 0 && bytes % (1L << 10) == 0) {
            return (bytes >> 10) + "KiB";
        }
        return bytes + "B";
    }
}
