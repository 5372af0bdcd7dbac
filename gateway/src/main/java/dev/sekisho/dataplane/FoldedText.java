package dev.sekisho.dataplane;

/**
 * A lower-case ASCII text to compare bytes of any case with, whole words at a time. Immutable, thread-safe.
 *
 * <p>Exact: only where the text has a letter may the bit that tells upper from lower case differ.
 */
final class FoldedText {

    private static final int WORD = 8; // bytes

    private final int length;
    private final long[] words;
    private final long[] compared; // bits that must agree

    FoldedText(byte[] lower) {
        length = lower.length;
        int count = length <= 2 * WORD ? 2 : (length + WORD - 1) / WORD;
        words = new long[count];
        compared = new long[count];
        byte[] folds = new byte[length];
        for (int i = 0; i < length; i++) {
            folds[i] = lower[i] >= 'a' && lower[i] <= 'z' ? (byte) 0x20 : 0;
        }
        for (int i = 0; i < count; i++) {
            words[i] = word(lower, 0, length, i, count);
            compared[i] = ~word(folds, 0, length, i, count);
        }
    }

    /** The word of that number; the last one ends where the text ends and may overlap the one before. */
    private static long word(byte[] bytes, int start, int end, int number, int count) {
        if (number == count - 1) {
            return Ascii.lastWord(bytes, start, end);
        }
        return number == 0 ? Ascii.firstWord(bytes, start, end) : Ascii.word(bytes, start + number * WORD);
    }

    /** Whether the range spells the text, without regard to case. */
    boolean spelledBy(byte[] bytes, int start, int end) {
        if (end - start != length) {
            return false;
        }
        int last = words.length - 1;
        if (((Ascii.firstWord(bytes, start, end) ^ words[0]) & compared[0]) != 0
                || ((Ascii.lastWord(bytes, start, end) ^ words[last]) & compared[last]) != 0) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            if (((Ascii.word(bytes, start + i * WORD) ^ words[i]) & compared[i]) != 0) {
                return false;
            }
        }
        return true;
    }
}
