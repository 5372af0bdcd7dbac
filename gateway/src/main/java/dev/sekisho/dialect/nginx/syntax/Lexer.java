package dev.sekisho.dialect.nginx.syntax;

import dev.sekisho.dialect.nginx.syntax.Word.Quoting;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file into statements: words up to a semicolon or a brace. The rules are those of nginx's reader of tokens, its
 * peculiarities included: a quote is one only where a word begins, {@code )} may follow a closing quote, a backslash takes
 * the next character's meaning but stays itself unless a quote, a backslash, t, r or n follows, and <code>${</code> opens
 * no block. For one thread.
 */
final class Lexer {

    /** nginx reads by buffers of this many bytes, and a word has to fit into one. */
    private static final int LONGEST = 4096;

    private static final int SHOWN = 10; // of a word that is too long

    private final String source;
    private final String text;
    private final boolean option;
    private int at;
    private int line = 1;
    private int column = 1;
    private List<Word> words = new ArrayList<>();

    /** What ended a statement. */
    enum Stop {
        SEMICOLON,
        OPEN,
        CLOSE,
        END
    }

    /** Of a file; or, where {@code option} says so, of an option of the command line. */
    Lexer(String source, String text, boolean option) {
        this.source = source;
        this.text = text;
        this.option = option;
    }

    /** The words of the last statement. */
    List<Word> words() {
        return words;
    }

    /** Where it is; behind {@link #next} on the character that ended the statement. */
    Origin here() {
        return option ? new Origin(Message.COMMAND_LINE, 0, 0) : new Origin(source, line, Math.max(1, column - 1));
    }

    /** Whether the text is that of an option. */
    boolean isOption() {
        return option;
    }

    /** Reads on to the end of the next statement. */
    Stop next() throws SyntaxFault {
        words = new ArrayList<>();
        while (true) {
            skipBlanks();
            if (at == text.length()) {
                return end();
            }
            char c = text.charAt(at);
            if (c == ';' || c == '{' || c == '}') {
                step();
                return stop(c);
            }
            Stop stop = c == '"' || c == '\'' ? quoted(c) : bare();
            if (stop != Stop.END) {
                return stop;
            }
        }
    }

    private Stop end() throws SyntaxFault {
        if (!words.isEmpty()) {
            throw cut();
        }
        return Stop.END;
    }

    private Stop stop(char c) throws SyntaxFault {
        boolean misplaced = c == '}' ? !words.isEmpty() : words.isEmpty();
        if (misplaced) {
            throw fault("unexpected \"" + c + "\"");
        }
        return c == '}' ? Stop.CLOSE : c == '{' ? Stop.OPEN : Stop.SEMICOLON;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            if (text.charAt(at) == '#') {
                int newline = text.indexOf('\n', at);
                while (at < (newline < 0 ? text.length() : newline)) {
                    step();
                }
            } else if (isBlank(text.charAt(at))) {
                step();
            } else {
                return;
            }
        }
    }

    /** A word in quotes, and what has to follow; END where the statement goes on. */
    private Stop quoted(char quote) throws SyntaxFault {
        Origin begin = begin();
        int startLine = line;
        step();
        int start = at;
        while (at < text.length() && text.charAt(at) != quote) {
            stepEscaped();
        }
        check(start, startLine, quote);
        if (at == text.length()) {
            throw cut();
        }
        add(start, quote == '"' ? Quoting.DOUBLE : Quoting.SINGLE, begin);
        step();
        return afterQuote();
    }

    private Stop afterQuote() throws SyntaxFault {
        if (at == text.length()) {
            throw cut();
        }
        char c = text.charAt(at);
        if (c == ')') { // begins a word, so that if ($a = "b") can be written
            return Stop.END;
        }
        step();
        return switch (c) {
            case ' ', '\t', '\r', '\n' -> Stop.END;
            case ';' -> Stop.SEMICOLON;
            case '{' -> Stop.OPEN;
            default -> throw fault("unexpected \"" + c + "\"");
        };
    }

    private Stop bare() throws SyntaxFault {
        Origin begin = begin();
        int startLine = line;
        int start = at;
        boolean variable = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{' && variable) {
                variable = false;
                step();
                continue;
            }
            if (at > start && (isBlank(c) || c == ';' || c == '{')) {
                break;
            }
            variable = c == '$';
            stepEscaped();
        }
        check(start, startLine, '\0');
        if (at == text.length()) {
            throw cut();
        }
        add(start, Quoting.NONE, begin);
        char c = text.charAt(at);
        step();
        return c == ';' ? Stop.SEMICOLON : c == '{' ? Stop.OPEN : Stop.END;
    }

    private Origin begin() {
        return option ? here() : new Origin(source, line, column);
    }

    private void check(int start, int startLine, char quote) throws SyntaxFault {
        if (option || at - start < LONGEST / 4 || ConfigText.length(text.substring(start, at)) < LONGEST) {
            return;
        }
        String rest = text.substring(start, Math.min(start + SHOWN, text.length()));
        String message = quote == '\0'
                ? "too long parameter \"" + rest + "...\" started"
                : "too long parameter, probably missing terminating \"" + quote + "\" character";
        Origin place = new Origin(source, startLine, 1);
        throw new SyntaxFault(Message.emerg(message, place, place));
    }

    private SyntaxFault cut() {
        return fault(
                option
                        ? "unexpected end of parameter, expecting \";\""
                        : "unexpected end of file, expecting \";\" or \"}\"");
    }

    /** An error where it is. */
    SyntaxFault fault(String message) {
        return new SyntaxFault(Message.emerg(message, here(), here()));
    }

    private void add(int start, Quoting quoting, Origin begin) {
        words.add(new Word(unescape(text, start, at), quoting, begin));
    }

    /** A backslash is gone where it means something with what follows, be that the quote behind the word. */
    private static String unescape(String text, int start, int end) {
        String raw = text.substring(start, end);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder word = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char next = start + i + 1 < text.length() ? text.charAt(start + i + 1) : '\0';
            boolean escape = raw.charAt(i) == '\\' && "\"'\\trn".indexOf(next) >= 0;
            word.append(escape ? unescape(next) : raw.charAt(i));
            i += escape ? 2 : 1;
        }
        return word.toString();
    }

    private static char unescape(char letter) {
        return switch (letter) {
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            default -> letter;
        };
    }

    private void stepEscaped() {
        boolean escape = text.charAt(at) == '\\';
        step();
        if (escape && at < text.length()) {
            step();
        }
    }

    /** Columns count characters, so that an escape of a byte and a character beyond U+FFFF are one each. */
    private void step() {
        char c = text.charAt(at);
        at++;
        if (c == '\n') {
            line++;
            column = 1;
        } else if (!Character.isHighSurrogate(c)) {
            column++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
