package dev.sekisho.model;

import java.util.ArrayList;
import java.util.List;

/** The groups of a regular expression in RE2 syntax that capture, read from its text without compiling it. */
public final class RegexGroups {

    private final String text;
    private final List<String> names = new ArrayList<>();
    private int at;

    private RegexGroups(String text) {
        this.text = text;
    }

    /**
     * The names of the groups in the order of their numbers, from 1 on; empty for a group without name. Never throws; of a
     * text that is no regular expression it tells something.
     */
    public static List<String> of(String expression) {
        if (expression.indexOf('(') < 0) {
            return List.of();
        }
        RegexGroups groups = new RegexGroups(expression);
        while (groups.at < expression.length()) {
            groups.step(expression.charAt(groups.at++));
        }
        return groups.names;
    }

    private void step(char c) {
        switch (c) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> group();
            default -> {}
        }
    }

    private void escape() {
        if (text.startsWith("Q", at)) {
            int end = text.indexOf("\\E", at);
            at = end < 0 ? text.length() : end + 2;
        } else {
            at++;
        }
    }

    private void characterClass() {
        if (text.startsWith("^", at)) {
            at++;
        }
        if (text.startsWith("]", at)) {
            at++;
        }
        while (at < text.length() && text.charAt(at) != ']') {
            int posix = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
            at = posix > 0 ? posix + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
        }
        at++;
    }

    /** {@code (}, {@code (?P<name>} and {@code (?<name>} capture; other {@code (?} do not. */
    private void group() {
        if (!text.startsWith("?", at)) {
            names.add("");
            return;
        }
        int open = text.startsWith("?P<", at) ? at + 3 : text.startsWith("?<", at) ? at + 2 : -1;
        int close = open < 0 ? -1 : text.indexOf('>', open);
        if (close >= 0) {
            names.add(text.substring(open, close));
            at = close + 1;
        }
    }
}
