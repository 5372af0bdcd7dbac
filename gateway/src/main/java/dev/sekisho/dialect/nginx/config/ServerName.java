package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.regex.Pcre;
import java.util.Locale;
import java.util.Optional;

/**
 * A name of a server.
 *
 * @param kind how it is compared
 * @param text in lower case: the name; for wildcards without asterisk, with the dot; for expressions as it is written
 * @param regex the expression, where Java understands it
 */
public record ServerName(Kind kind, String text, Optional<Pcre> regex) {

    /** How a name is compared with the host of a request. */
    public enum Kind {
        /** It is the same. */
        EXACT,
        /** {@code *.example.com}: the host ends with it. */
        LEADING_WILDCARD,
        /** {@code .example.com}: the host ends with it, or is it without the dot. */
        DOMAIN,
        /** {@code www.example.*}: the host begins with it. */
        TRAILING_WILDCARD,
        /** {@code ~…}: the expression is found in it. */
        REGEX
    }

    /** Reads an argument of {@code server_name}. */
    static ServerName of(String argument) {
        if (argument.startsWith("~")) {
            return new ServerName(Kind.REGEX, argument.substring(1), regex(argument.substring(1)));
        }
        String name = argument.toLowerCase(Locale.ROOT);
        if (name.startsWith("*.")) {
            return new ServerName(Kind.LEADING_WILDCARD, name.substring(1), Optional.empty());
        }
        if (name.startsWith(".")) {
            return new ServerName(Kind.DOMAIN, name, Optional.empty());
        }
        return name.endsWith(".*")
                ? new ServerName(Kind.TRAILING_WILDCARD, name.substring(0, name.length() - 1), Optional.empty())
                : new ServerName(Kind.EXACT, name, Optional.empty());
    }

    /** Hosts come in lower case, so an expression with capitals is compared without regard to case. */
    private static Optional<Pcre> regex(String text) {
        try {
            return Optional.of(Pcre.compile(text, text.chars().anyMatch(Character::isUpperCase)));
        } catch (Pcre.InvalidRegexException e) {
            return Optional.empty();
        }
    }

    /** Whether a host in lower case fits. */
    boolean fits(String host) {
        return switch (kind) {
            case EXACT -> host.equals(text);
            case LEADING_WILDCARD -> host.endsWith(text) && host.length() > text.length();
            case DOMAIN -> host.equals(text.substring(1)) || host.endsWith(text) && host.length() > text.length();
            case TRAILING_WILDCARD -> host.startsWith(text) && host.length() > text.length();
            case REGEX -> regex.filter(each -> each.find(host)).isPresent();
        };
    }

    /** Whether it names this host whole. */
    boolean isExactly(String host) {
        return kind == Kind.EXACT && text.equals(host)
                || kind == Kind.DOMAIN && text.substring(1).equals(host);
    }
}
