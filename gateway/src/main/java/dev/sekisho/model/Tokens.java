package dev.sekisho.model;

/** The alphabets of names and header fields. */
final class Tokens {

    /** Longest name of a part; it becomes a label of metrics. */
    private static final int MAX_NAME = 200;

    private static final String SPECIAL = "!#$%&'*+-.^_`|~";

    private Tokens() {}

    /** A token of RFC 9110 section 5.6.2. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!alphanumeric && SPECIAL.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A method as the gateway takes it: a token without small letters. */
    static boolean isMethod(String text) {
        return isToken(text) && text.chars().noneMatch(c -> c >= 'a' && c <= 'z');
    }

    /** A field value without CR, LF, NUL or other controls (RFC 9110 section 5.5). */
    static boolean isFieldValue(String text) {
        return text.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7F);
    }

    /** A name of a part. */
    static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The text for a message: in one line, and not too long. */
    static String quote(String text) {
        String safe = text.length() > MAX_NAME ? text.substring(0, MAX_NAME) + "…" : text;
        return safe.isEmpty() ? "\"\"" : safe.replaceAll("\\p{Cntrl}", "?");
    }
}
