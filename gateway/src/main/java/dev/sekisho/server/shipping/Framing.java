package dev.sekisho.server.shipping;

/**
 * How a record stands in the ring of a loop: the number of its destination, its length, the record, a line feed. Both numbers are
 * written in digits of six bits, none of which is a line feed, so that a line of a ring ends where it should. With the length at hand nobody
 * has to look for the end of a record.
 */
final class Framing {

    private static final int DIGIT = 6; // bits
    private static final int ZERO = ' '; // the digits are the characters from here on
    private static final int NUMBER = 6; // digits: all of an int
    private static final int LENGTH = 3; // digits: up to 256 KiB

    /** Bytes before a record. */
    static final int HEAD = NUMBER + LENGTH;

    private Framing() {}

    /** Writes what stands before a record; returns where the record begins. */
    static int put(int number, int length, byte[] into, int at) {
        digits(number, NUMBER, into, at);
        digits(length, LENGTH, into, at + NUMBER);
        return at + HEAD;
    }

    /** The destination of the record whose head begins there. */
    static int number(byte[] from, int at) {
        return value(NUMBER, from, at);
    }

    /** Bytes of the record whose head begins there. */
    static int length(byte[] from, int at) {
        return value(LENGTH, from, at + NUMBER);
    }

    private static void digits(int value, int count, byte[] into, int at) {
        int rest = value;
        for (int i = 0; i < count; i++) {
            into[at + i] = (byte) (ZERO + (rest & (1 << DIGIT) - 1));
            rest >>>= DIGIT;
        }
    }

    private static int value(int count, byte[] from, int at) {
        int value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << DIGIT | from[at + i] - ZERO;
        }
        return value;
    }
}
