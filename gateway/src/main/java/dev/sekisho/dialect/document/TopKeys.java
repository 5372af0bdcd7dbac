package dev.sekisho.dialect.document;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys at the top of a text, without parsing it: at the start of lines, or directly in an outermost brace. */
public final class TopKeys {

    private static final Pattern BLOCK = Pattern.compile("[\"']?([A-Za-z_]+)[\"']?[ ]*:(?=\\s|$)");

    private final String text;
    private final Set<String> keys = new HashSet<>();
    private int at;
    private int depth;
    private String before = "";

    private TopKeys(String text) {
        this.text = text;
    }

    /** The keys; of a text in another language, whatever looks like them. Linear time, no recursion. */
    public static Set<String> of(String text) {
        TopKeys top = new TopKeys(text);
        top.skipHead();
        if (text.startsWith("{", top.at)) {
            while (top.at < text.length()) {
                top.token(text.charAt(top.at));
            }
        } else {
            top.lines();
        }
        return top.keys;
    }

    /** Most lines of a long text are indented; a look at their first character is enough. */
    private void lines() {
        String lines = text.indexOf('\r') < 0 ? text : text.replace('\r', '\n');
        Matcher matcher = BLOCK.matcher(lines);
        for (int line = 0; line < lines.length(); ) {
            char first = lines.charAt(line);
            if (first != ' '
                    && first != '#'
                    && matcher.region(line, lines.length()).lookingAt()) {
                keys.add(matcher.group(1));
            }
            int end = lines.indexOf('\n', line);
            line = end < 0 ? lines.length() : end + 1;
        }
    }

    private void skipHead() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd();
            } else if (text.startsWith("---", at)) {
                at += 3;
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else {
                return;
            }
        }
    }

    private void token(char c) {
        int start = at++;
        switch (c) {
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            case '#' -> at = lineEnd();
            case '"', '\'' -> quoted(c);
            case ':' -> {
                if (depth == 1) {
                    keys.add(before);
                }
            }
            default -> {
                if (Character.isLetter(c) || c == '_') {
                    while (at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '_')) {
                        at++;
                    }
                    before = text.substring(start, at);
                }
            }
        }
    }

    private void quoted(char quote) {
        int start = at;
        while (at < text.length() && text.charAt(at) != quote) {
            at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
        }
        before = text.substring(start, Math.min(at, text.length()));
        at++;
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }
}
