package dev.sekisho.dialect.nginx.regex;

import java.util.Optional;

/** What stands behind a backslash in PCRE, in the form of RE2. Thread-safe. */
final class Escape {

    private static final String SAME = "dDwWafnrtx"; // in classes and outside
    private static final String OUTSIDE = "AzbB"; // outside of classes alone

    private Escape() {}

    /** The form; nothing where there is none. */
    static Optional<String> of(char c, boolean inClass) {
        if (!Character.isLetterOrDigit(c)) {
            return Optional.of(c < 0x80 ? "\\" + c : String.valueOf(c));
        }
        if (SAME.indexOf(c) >= 0 || !inClass && OUTSIDE.indexOf(c) >= 0) {
            return Optional.of("\\" + c);
        }
        return inClass ? inClass(c) : outside(c);
    }

    /** White space of PCRE has the vertical tab, that of RE2 has not. */
    private static Optional<String> outside(char c) {
        return switch (c) {
            case 's' -> Optional.of("[\\t-\\r ]");
            case 'S' -> Optional.of("[^\\t-\\r ]");
            case 'h' -> Optional.of("[\\t ]");
            case 'H' -> Optional.of("[^\\t ]");
            case 'v' -> Optional.of("[\\n-\\r]");
            case 'V' -> Optional.of("[^\\n-\\r]");
            case 'N' -> Optional.of("[^\\n]");
            case 'R' -> Optional.of("(?:\\r\\n|[\\n-\\r])");
            case 'Z' -> Optional.of("\\n?\\z");
            case 'e' -> Optional.of("\\x1b");
            case '0' -> Optional.of("\\x00");
            default -> Optional.empty();
        };
    }

    private static Optional<String> inClass(char c) {
        return switch (c) {
            case 's' -> Optional.of("\\t-\\r ");
            case 'S' -> Optional.of("\\S");
            case 'h' -> Optional.of("\\t ");
            case 'v' -> Optional.of("\\n-\\r");
            case 'b' -> Optional.of("\\x08");
            case 'e' -> Optional.of("\\x1b");
            case '0' -> Optional.of("\\x00");
            default -> Optional.empty();
        };
    }
}
