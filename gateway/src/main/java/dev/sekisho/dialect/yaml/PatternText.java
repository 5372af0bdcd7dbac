package dev.sekisho.dialect.yaml;

import com.google.re2j.Pattern;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.ValuePattern;

/**
 * Patterns as text. A literal that would be read as another form (a path with {@code *} or braces, a value {@code *}), as
 * other configuration languages allow, is written as the regular expression that matches it and nothing else.
 */
final class PatternText {

    private PatternText() {}

    static String of(PathPattern pattern) {
        String text = pattern.toString();
        return switch (pattern) {
            case PathPattern.Exact(String path) when !reads(text, pattern) -> "~^" + Pattern.quote(path) + "$";
            case PathPattern.Prefix(String path) when !reads(text, pattern) -> "~^" + Pattern.quote(path) + "(/.*)?$";
            case PathPattern.Start(String start) when !reads(text, pattern) -> "~^" + Pattern.quote(start);
            default -> text;
        };
    }

    static String of(ValuePattern pattern) {
        return switch (pattern) {
            case ValuePattern.Exact(String value)
            when !ValuePattern.parse(value).equals(pattern) -> "~^" + Pattern.quote(value) + "$";
            default -> pattern.toString();
        };
    }

    private static boolean reads(String text, PathPattern pattern) {
        try {
            return PathPattern.parse(text).equals(pattern);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
