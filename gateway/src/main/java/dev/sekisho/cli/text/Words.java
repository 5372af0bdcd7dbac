package dev.sekisho.cli.text;

/** English around numbers. */
public final class Words {

    private Words() {}

    /** {@code 1 route}, {@code 2 routes}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
