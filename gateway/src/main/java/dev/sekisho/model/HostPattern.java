package dev.sekisho.model;

import java.util.Locale;

/**
 * A host name that a route answers to: exact ({@code api.example.com}) or with a first label of {@code *}
 * ({@code *.example.com}, which stands for one label or more). Compared without regard to case, port and trailing dot.
 *
 * @param name lower case; for a wildcard, what follows {@code *}, dot included
 * @param wildcard whether the pattern began with {@code *.}
 */
public record HostPattern(String name, boolean wildcard) {

    /**
     * Reads a host pattern.
     *
     * @throws IllegalArgumentException where the text is no host name
     */
    public static HostPattern parse(String text) {
        boolean wildcard = text.startsWith("*.");
        String lower = text.toLowerCase(Locale.ROOT);
        String name = wildcard ? lower.substring(1) : lower;
        String bare = wildcard ? name.substring(1) : name;
        boolean ascii = text.chars().allMatch(c -> c < 0x80); // some letters beyond become ASCII in lower case
        boolean literal = bare.startsWith("[");
        if (!ascii
                || (wildcard && literal)
                || !bare.matches("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\\[[0-9a-f:.]+\\]")
                || bare.contains("..")) {
            throw new IllegalArgumentException(
                    text + " (expected: a host name such as api.example.com or *.example.com,"
                            + " without scheme, port or path)");
        }
        return new HostPattern(name, wildcard);
    }

    @Override
    public String toString() {
        return wildcard ? "*" + name : name;
    }
}
