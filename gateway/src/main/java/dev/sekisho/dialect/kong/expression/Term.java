package dev.sekisho.dialect.kong.expression;

/** A parsed expression. */
sealed interface Term {

    /** Both hold. */
    record And(Term left, Term right) implements Term {}

    /** One of them holds. */
    record Or(Term left, Term right) implements Term {}

    /** It does not hold. */
    record Not(Term term) implements Term {}

    /**
     * A comparison.
     *
     * @param field such as {@code http.path}
     * @param lower whether the value is taken in lower case
     * @param op such as {@code ==}
     * @param value what it is compared with
     * @param quoted whether that is a string
     * @param negated whether it must not hold
     */
    record Test(String field, boolean lower, String op, String value, boolean quoted, boolean negated) implements Term {

        Test negate() {
            return switch (op) {
                case "==" -> new Test(field, lower, "!=", value, quoted, negated);
                case "!=" -> new Test(field, lower, "==", value, quoted, negated);
                case "in" -> new Test(field, lower, "not in", value, quoted, negated);
                case "not in" -> new Test(field, lower, "in", value, quoted, negated);
                default -> new Test(field, lower, op, value, quoted, !negated);
            };
        }

        @Override
        public String toString() {
            String left = lower ? "lower(" + field + ")" : field;
            String text = left + " " + op + " " + (quoted ? "\"" + value + "\"" : value);
            return negated ? "!(" + text + ")" : text;
        }
    }
}
