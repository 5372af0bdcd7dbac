package dev.sekisho.fuzz;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/** Names and values out of an input, whatever bytes they hold: {@code name US value RS name US value}. */
public final class Pairs {

    private static final byte RECORD = 0x1e;
    private static final byte UNIT = 0x1f;

    private Pairs() {}

    /** A name and a value. */
    public record Pair(AsciiString name, AsciiString value) {}

    /** Those of an input; a value that is missing is empty. */
    public static List<Pair> of(byte[] input) {
        List<Pair> pairs = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= input.length; i++) {
            if (i == input.length ? i > start : input[i] == RECORD) {
                pairs.add(pair(input, start, i));
                start = i + 1;
            }
        }
        return pairs;
    }

    private static Pair pair(byte[] input, int start, int end) {
        int unit = start;
        while (unit < end && input[unit] != UNIT) {
            unit++;
        }
        int value = Math.min(unit + 1, end);
        return new Pair(
                new AsciiString(input, start, unit - start, true), new AsciiString(input, value, end - value, true));
    }
}
