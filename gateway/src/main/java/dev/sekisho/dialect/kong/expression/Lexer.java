package dev.sekisho.dialect.kong.expression;

import dev.sekisho.dialect.document.Shown;
import java.util.ArrayList;
import java.util.List;

/** Cuts the text of an expression into tokens. */
final class Lexer {

    private static final List<String> SYMBOLS =
            List.of("&&", "||", "==", "!=", "^=", "=^", ">=", "<=", ">", "<", "~", "!", "(", ")");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /** What a token is. */
    enum Kind {
        WORD,
        STRING,
        SYMBOL,
        END
    }

    /**
     * A token.
     *
     * @param at its place in the text, from 1
     */
    record Token(Kind kind, String text, int at) {}

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens, END behind them. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        lexer.tokens.add(new Token(Kind.END, "the end", text.length() + 1));
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            at++;
        } else if (c == '"') {
            quoted();
        } else if (text.startsWith("r#\"", at)) {
            raw();
        } else if (isWord(c)) {
            word();
        } else {
            symbol(c);
        }
    }

    private void symbol(char c) {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                tokens.add(new Token(Kind.SYMBOL, symbol, at + 1));
                at += symbol.length();
                return;
            }
        }
        throw new Refused(
                "character " + (at + 1) + ": " + Shown.text(String.valueOf(c))
                        + " (expected: a field, an operator or a value)",
                "");
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.:/-".indexOf(c) >= 0;
    }

    private void word() {
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        tokens.add(new Token(Kind.WORD, text.substring(start, at), start + 1));
    }

    private void raw() {
        int start = at;
        int end = text.indexOf("\"#", at + 3);
        if (end < 0) {
            throw new Refused("character " + (start + 1) + ": r#\" without an end (expected: \"#)", "");
        }
        tokens.add(new Token(Kind.STRING, text.substring(at + 3, end), start + 1));
        at = end + 2;
    }

    private void quoted() {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escaped() : c);
        }
        if (at++ >= text.length()) {
            throw new Refused("character " + (start + 1) + ": a string without an end (expected: \")", "");
        }
        tokens.add(new Token(Kind.STRING, value.toString(), start + 1));
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        return switch (c) {
            case '"', '\\' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default ->
                throw new Refused(
                        "character " + at + ": \\" + Shown.text(String.valueOf(c))
                                + " (expected: \\\", \\\\, \\n, \\r or \\t)",
                        "write a regular expression as r#\"…\"#, where \\ stands for itself");
        };
    }
}
