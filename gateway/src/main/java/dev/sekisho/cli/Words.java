package dev.sekisho.cli;

/** English around numbers. */
final class Words {

    private Words() {}

    /** {@code 1 route}, {@code 2 routes}. */
    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
