package dev.sekisho.dialect.nginx.regex;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * Regular expressions of PCRE in RE2 syntax, whose time grows with the text and no more. Where both mean the same the
 * expression is taken over; what RE2 writes in another way is written so; what it does not know is refused with the reason:
 * look-around, references back, atomic groups, possessive quantifiers, recursion and conditions. Thread-safe.
 *
 * <p>One difference stays: {@code $} of PCRE matches in front of a newline at the end too, that of RE2 only at the very end.
 */
public final class Re2 {

    private Re2() {}

    /** What an expression comes to. */
    public sealed interface Result {

        /**
         * It has a form in RE2 syntax.
         *
         * @param text the form; one without regard to case says so itself, by {@code (?i)}
         * @param names the names of its groups in lower case, as nginx makes variables of them, in order
         */
        record Form(String text, List<String> names) implements Result {
            /** Copies the list. */
            public Form {
                names = List.copyOf(names);
            }
        }

        /**
         * It has none.
         *
         * @param reason what in it RE2 does not know, with where it stands
         */
        record Refused(String reason) implements Result {}
    }

    /**
     * The form of an expression.
     *
     * @param pcre the expression as it is written in nginx.conf, without {@code ~} or {@code ~*}
     * @param caseless whether it is without regard to case
     */
    public static Result of(String pcre, boolean caseless) {
        Reader reader = new Reader(pcre);
        try {
            reader.read();
        } catch (RefusedException e) {
            return new Result.Refused(e.reason());
        }
        return new Result.Form((caseless ? "(?i)" : "") + reader.out, reader.names);
    }

    /** Something has no counterpart. */
    @SuppressWarnings("serial")
    private static final class RefusedException extends Exception {
        RefusedException(String message) {
            super(message, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Goes through one expression; for one thread. */
    private static final class Reader {
        private static final int MOST_TIMES = 1000; // RE2's bound of {n,m}

        private final String text;
        private final StringBuilder out = new StringBuilder();
        private final List<String> names = new ArrayList<>();
        private int at;
        private boolean quantified; // a quantifier has just been written

        Reader(String text) {
            this.text = text;
        }

        void read() throws RefusedException {
            if (text.startsWith("(*")) {
                throw refused("a verb", 0);
            }
            while (at < text.length()) {
                char c = text.charAt(at);
                switch (c) {
                    case '\\' -> escape(false);
                    case '[' -> characterClass();
                    case '(' -> group();
                    case '*', '+', '?' -> quantifier(1);
                    case '{' -> braces();
                    default -> plain(c);
                }
            }
            if (new HashSet<>(names).size() < names.size()) {
                throw new RefusedException("two groups of one name");
            }
        }

        private void plain(char c) {
            out.append(c);
            quantified = false;
            at++;
        }

        private RefusedException refused(String what, int from) {
            int end = Math.min(text.length(), from + 12);
            return new RefusedException(what + " (\"" + text.substring(from, end) + "\")");
        }

        /** {@code +} behind a quantifier makes it possessive, {@code ?} lazy. */
        private void quantifier(int length) throws RefusedException {
            if (quantified && text.charAt(at) == '+') {
                throw refused("a possessive quantifier", Math.max(0, at - 1));
            }
            boolean lazy = quantified && text.charAt(at) == '?';
            out.append(text, at, at + length);
            at += length;
            quantified = !lazy;
        }

        private void braces() throws RefusedException {
            int end = text.indexOf('}', at);
            String inside = end < 0 ? "" : text.substring(at + 1, end);
            if (!inside.matches("\\d+(,\\d*)?")) {
                out.append("\\{"); // a brace that counts nothing
                at++;
                quantified = false;
                return;
            }
            for (String bound : inside.split(",", -1)) {
                if (bound.length() > 4 || !bound.isEmpty() && Integer.parseInt(bound) > MOST_TIMES) {
                    throw refused("more than " + MOST_TIMES + " repetitions", at);
                }
            }
            quantifier(end + 1 - at);
        }

        private void group() throws RefusedException {
            quantified = false;
            if (text.startsWith("(*", at)) {
                throw refused("a verb", at);
            }
            if (!text.startsWith("(?", at)) {
                out.append('(');
                at++;
                return;
            }
            int name = text.startsWith("(?P<", at) ? at + 4 : named(at) ? at + 3 : -1;
            if (name >= 0) {
                named(name, text.charAt(name - 1) == '\'' ? '\'' : '>');
            } else if (text.startsWith("(?#", at)) {
                int end = text.indexOf(')', at);
                at = end < 0 ? text.length() : end + 1;
            } else {
                flags();
            }
        }

        private boolean named(int open) {
            return text.startsWith("(?'", open)
                    || text.startsWith("(?<", open) && !text.startsWith("(?<=", open) && !text.startsWith("(?<!", open);
        }

        private void named(int from, char close) throws RefusedException {
            int end = text.indexOf(close, from);
            String name = end < 0 ? "" : text.substring(from, end);
            if (!name.matches("[A-Za-z_]\\w*")) {
                throw refused("a group whose name is none", at);
            }
            names.add(name.toLowerCase(Locale.ROOT));
            out.append("(?P<").append(name.toLowerCase(Locale.ROOT)).append('>');
            at = end + 1;
        }

        /** {@code (?:}, {@code (?i)} and {@code (?i-s:}; all else that begins so is refused. */
        private void flags() throws RefusedException {
            int end = at + 2;
            while (end < text.length() && "imsU-".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            boolean known = end < text.length()
                    && (text.charAt(end) == ':' || text.charAt(end) == ')' && end > at + 2)
                    && text.substring(at + 2, end).matches("[imsU]*(-[imsU]+)?");
            if (!known) {
                throw refused(special(), at);
            }
            out.append(text, at, end + 1);
            at = end + 1;
        }

        private String special() {
            String what = text.substring(at + 2, Math.min(text.length(), at + 4));
            return switch (what.isEmpty() ? ' ' : what.charAt(0)) {
                case '=', '!', '<' -> "look-around";
                case '>' -> "an atomic group";
                case '(' -> "a condition";
                case '|' -> "groups that share numbers";
                case 'P' -> what.startsWith("P=") ? "a reference to a group" : "recursion";
                case 'R', '&', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "recursion";
                default -> "an option";
            };
        }

        private void characterClass() throws RefusedException {
            int open = at;
            out.append('[');
            at++;
            if (text.startsWith("^", at)) {
                out.append('^');
                at++;
            }
            if (text.startsWith("]", at)) {
                out.append("\\]");
                at++;
            }
            while (at < text.length() && text.charAt(at) != ']') {
                int posix = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
                if (posix > 0) {
                    out.append(text, at, posix + 2);
                    at = posix + 2;
                } else if (text.charAt(at) == '\\') {
                    escape(true);
                } else {
                    out.append(text.charAt(at) == '[' ? "\\[" : text.substring(at, at + 1));
                    at++;
                }
            }
            if (at == text.length()) {
                throw refused("a class without end", open);
            }
            out.append(']');
            at++;
            quantified = false;
        }

        private void escape(boolean inClass) throws RefusedException {
            quantified = false;
            if (at + 1 == text.length()) {
                throw refused("a backslash at the end", at);
            }
            char c = text.charAt(at + 1);
            if (c == 'Q') {
                quoted(inClass);
                return;
            }
            int from = at;
            at += 2;
            boolean octal = c == '0' && at < text.length() && Character.digit(text.charAt(at), 8) >= 0;
            if (octal) {
                throw refused("an octal escape", from);
            }
            out.append(Escape.of(c, inClass).orElseThrow(() -> refused("an escape", from)));
            if (c == 'x') {
                hexadecimal(from);
            }
        }

        /** {@code \Q…\E}: each character for itself. */
        private void quoted(boolean inClass) {
            int end = text.indexOf("\\E", at + 2);
            String inside = text.substring(at + 2, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 2;
            inside.codePoints().forEach(c -> {
                boolean special = "\\.+*?()|[]{}^$-".indexOf(c) >= 0 && (c != '-' || inClass);
                out.append(special ? "\\" : "").appendCodePoint(c);
            });
        }

        /** {@code \xh}, {@code \xhh} and {@code \x{…}}; RE2 wants two digits of the former. */
        private void hexadecimal(int from) throws RefusedException {
            if (text.startsWith("{", at)) {
                int end = text.indexOf('}', at);
                if (end < 0 || !text.substring(at + 1, end).matches("[0-9A-Fa-f]{1,6}")) {
                    throw refused("an escape", from);
                }
                out.append(text, at, end + 1);
                at = end + 1;
                return;
            }
            int end = at;
            while (end < text.length() && end < at + 2 && Character.digit(text.charAt(end), 16) >= 0) {
                end++;
            }
            out.append("0".repeat(2 - (end - at))).append(text, at, end);
            at = end;
        }
    }
}
