package dev.sekisho.dialect.nginx.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression written for PCRE, matched by Java: names of groups may hold underscores and have any of PCRE's three
 * forms, classes may be POSIX's, and {@code $} knows no line ends but the last newline. Immutable, thread-safe.
 */
public final class Pcre {

    private static final Pattern NAMED = Pattern.compile("\\(\\?(?:P?<|')([A-Za-z_]\\w*)[>']");
    private static final Map<String, String> POSIX = Map.ofEntries(
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("xdigit", "\\p{XDigit}"),
            Map.entry("space", "\\s"),
            Map.entry("word", "\\w"));

    /** PCRE2's words for what Java's parser finds, where both agree that it is wrong. */
    private static final Map<String, String> FAULTS = Map.of(
            "Unclosed group", "missing closing parenthesis",
            "Unclosed character class", "missing terminating ] for character class",
            "Unmatched closing ')'", "unmatched closing parenthesis",
            "Dangling meta character '*'", "quantifier does not follow a repeatable item",
            "Dangling meta character '+'", "quantifier does not follow a repeatable item",
            "Dangling meta character '?'", "quantifier does not follow a repeatable item");

    private final String text;
    private final boolean caseless;
    private final List<String> names;
    private final Pattern pattern;

    private Pcre(String text, boolean caseless, List<String> names, Pattern pattern) {
        this.text = text;
        this.caseless = caseless;
        this.names = List.copyOf(names);
        this.pattern = pattern;
    }

    /** Why an expression cannot be used. */
    @SuppressWarnings("serial")
    public static final class InvalidRegexException extends Exception {
        private final boolean certain;

        InvalidRegexException(String message, boolean certain) {
            super(message, null, false, false);
            this.certain = certain;
        }

        /** Whether PCRE refuses it too; else only Java does, and the message is Java's. */
        public boolean isCertain() {
            return certain;
        }

        /** What nginx says, or Java. */
        public String text() {
            return String.valueOf(getMessage());
        }
    }

    /** Compiles an expression. */
    public static Pcre compile(String text, boolean caseless) throws InvalidRegexException {
        List<String> names = new ArrayList<>();
        try {
            int flags = Pattern.UNIX_LINES | (caseless ? Pattern.CASE_INSENSITIVE : 0);
            return new Pcre(text, caseless, names, Pattern.compile(java(text, names), flags));
        } catch (PatternSyntaxException e) {
            throw refused(text, e);
        }
    }

    private static InvalidRegexException refused(String text, PatternSyntaxException e) {
        Optional<String> fault = Optional.ofNullable(FAULTS.get(e.getDescription()));
        if (fault.isEmpty()) {
            return new InvalidRegexException(e.getDescription(), false);
        }
        int at = at(text, fault.get(), e.getIndex());
        return new InvalidRegexException(
                "pcre2_compile() failed: " + fault.get() + " in \"" + text + "\""
                        + (at >= text.length() ? "" : " at \"" + text.substring(at) + "\""),
                true);
    }

    private static int at(String text, String fault, int index) {
        return fault.startsWith("missing") || index < 0
                ? text.length()
                : fault.startsWith("unmatched") ? index + 1 : index;
    }

    /** The expression for Java: named groups get numbers for names, {@code n1} and so on, in order. */
    private static String java(String text, List<String> names) {
        StringBuilder java = new StringBuilder(text.length());
        Matcher named = NAMED.matcher(text);
        int open = -1; // where the class began that it is in
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                java.append(c).append(text.charAt(i + 1));
                i++;
            } else if (open < 0 && named.region(i, text.length()).lookingAt()) {
                names.add(named.group(1));
                java.append("(?<n").append(names.size()).append('>');
                i = named.end() - 1;
            } else if (open >= 0 && text.startsWith("[:", i) && posix(text, i).isPresent()) {
                java.append(posix(text, i).get());
                i = text.indexOf(":]", i) + 1;
            } else if (open >= 0 && (c == '[' || c == '&' || c == ']' && isFirst(text, open, i))) {
                java.append('\\').append(c); // stand for themselves in a class of PCRE
            } else {
                open = c == '[' ? i : c == ']' ? -1 : open;
                java.append(c);
            }
        }
        return java.toString();
    }

    /** Whether a closing bracket stands first in its class, where it stands for itself. */
    private static boolean isFirst(String text, int open, int at) {
        return at == open + (text.startsWith("^", open + 1) ? 2 : 1);
    }

    private static Optional<String> posix(String text, int at) {
        int end = text.indexOf(":]", at);
        return end < 0 ? Optional.empty() : Optional.ofNullable(POSIX.get(text.substring(at + 2, end)));
    }

    /** The names of its groups, in lower case as nginx makes variables of them. */
    public List<String> names() {
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** How many groups it has. */
    public int groups() {
        return pattern.matcher("").groupCount();
    }

    /** Whether it is found in the text. */
    public boolean find(String subject) {
        return pattern.matcher(subject).find();
    }

    /** Whether upper and lower case are the same to it. */
    public boolean isCaseless() {
        return caseless;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
