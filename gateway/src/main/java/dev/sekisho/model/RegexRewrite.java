package dev.sekisho.model;

/** A substitution in the path: the first match of the pattern is replaced. */
public record RegexRewrite(
        @Property(value = "Regular expression in RE2 syntax.", format = "re2", example = "^/v1/(.*)$")
        String pattern,

        @Property(value = "Replacement; $1 is the first group.", example = "/$1")
        String replacement) {}
