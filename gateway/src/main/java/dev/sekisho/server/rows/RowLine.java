package dev.sekisho.server.rows;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.zip.CRC32;

/**
 * A line of a file of rows: the CRC-32 of the rest in eight hexadecimal digits, the numbers in hexadecimal, the name. A line that was cut
 * or damaged is told by its sum.
 *
 * @param numbers of the row
 * @param name of the row, without line breaks
 */
@SuppressWarnings("ArrayRecordComponent") // goes from the reader to the row and nowhere else
record RowLine(long[] numbers, String name) {

    private static final int SUM = 8; // digits
    private static final int RADIX = 16;

    /** Writes a row as a line with its end. */
    static void write(StringBuilder to, String name, AtomicLongArray numbers) {
        StringBuilder rest = new StringBuilder(64);
        for (int i = 0; i < numbers.length(); i++) {
            rest.append(Long.toHexString(numbers.get(i))).append(' ');
        }
        rest.append(name);
        to.append(sum(rest.toString())).append(' ').append(rest).append('\n');
    }

    /** Reads a line without its end; empty where it is not whole, or has another number of numbers. */
    static Optional<RowLine> read(String line, int width) {
        if (line.length() <= SUM || !line.startsWith(sum(line.substring(SUM + 1)))) {
            return Optional.empty();
        }
        String[] parts = line.substring(SUM + 1).split(" ", width + 1);
        if (parts.length != width + 1) {
            return Optional.empty();
        }
        long[] numbers = new long[width];
        for (int i = 0; i < width; i++) {
            try {
                numbers[i] = Long.parseUnsignedLong(parts[i], RADIX);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.of(new RowLine(numbers, parts[width]));
    }

    private static String sum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        String digits = Long.toHexString(crc.getValue());
        return "0".repeat(SUM - digits.length()) + digits;
    }
}
