package dev.sekisho.dialect.kong.expression;

import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.expression.Lexer.Kind;
import dev.sekisho.dialect.kong.expression.Lexer.Token;
import java.util.List;
import java.util.Set;

/** Reads expressions. As in Kong's router, {@code &&} and {@code ||} bind equally, from left to right. */
final class Parser {

    private static final int MAX_DEPTH = 64; // of parentheses
    private static final Set<String> OPERATORS = Set.of("==", "!=", "~", "^=", "=^", ">=", "<=", ">", "<");

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The term of a text. */
    static Term parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        Term term = parser.expression();
        if (parser.peek().kind() != Kind.END) {
            throw parser.unexpected("&&, || or the end");
        }
        return term;
    }

    private Term expression() {
        Term left = operand();
        while (true) {
            if (accept("&&")) {
                left = new Term.And(left, operand());
            } else if (accept("||")) {
                left = new Term.Or(left, operand());
            } else {
                return left;
            }
        }
    }

    private Term operand() {
        if (++depth > MAX_DEPTH) {
            throw new Refused("parentheses deeper than " + MAX_DEPTH + " (expected: at most that)", "");
        }
        try {
            if (accept("!")) {
                if (!peek().text().equals("(")) {
                    throw unexpected("( behind !");
                }
                return new Term.Not(operand());
            }
            if (accept("(")) {
                Term inside = expression();
                expect(")");
                return inside;
            }
            return test();
        } finally {
            depth--;
        }
    }

    private Term test() {
        boolean lower = false;
        int open = 0;
        while (peek().kind() == Kind.WORD && tokens.get(at + 1).text().equals("(")) {
            String function = take(Kind.WORD, "a function").text();
            if (!function.equals("lower") && !function.equals("any")) {
                throw new Refused(Shown.text(function) + "() (expected: lower or any)", "");
            }
            lower |= function.equals("lower");
            expect("(");
            open++;
        }
        String field = take(Kind.WORD, "a field such as http.path").text();
        while (open-- > 0) {
            expect(")");
        }
        String operator = operator();
        Token value = peek();
        if (value.kind() != Kind.STRING && value.kind() != Kind.WORD) {
            throw unexpected("a string, a number or an address");
        }
        at++;
        return new Term.Test(field, lower, operator, value.text(), value.kind() == Kind.STRING, false);
    }

    private String operator() {
        Token token = peek();
        if (token.kind() == Kind.SYMBOL && OPERATORS.contains(token.text())) {
            at++;
            return token.text();
        }
        if (token.kind() == Kind.WORD
                && (token.text().equals("in") || token.text().equals("contains"))) {
            at++;
            return token.text();
        }
        if (token.kind() == Kind.WORD && token.text().equals("not")) {
            at++;
            if (!peek().text().equals("in")) {
                throw unexpected("in behind not");
            }
            at++;
            return "not in";
        }
        throw unexpected("an operator");
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean accept(String symbol) {
        boolean here = peek().kind() == Kind.SYMBOL && peek().text().equals(symbol);
        at += here ? 1 : 0;
        return here;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected(symbol);
        }
    }

    private Token take(Kind kind, String expected) {
        if (peek().kind() != kind) {
            throw unexpected(expected);
        }
        return tokens.get(at++);
    }

    private Refused unexpected(String expected) {
        return new Refused(
                "character " + peek().at() + ": " + Shown.text(peek().text()) + " (expected: " + expected + ")", "");
    }
}
