package dev.sekisho.policy.reversemapping;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.CapturingPattern;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.CookieFlags;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of cookies that the backend sets (RFC 6265 section 4.1). Immutable, thread-safe. */
record CookieMapping(List<MappedText> domains, List<MappedText> paths, List<Flags> flags) {

    /** Flags of the cookies of a name, or of names that an expression is found in. */
    private record Flags(String name, Optional<CapturingPattern> pattern, List<Flag> flags) {

        boolean fit(Exchange x, String cookie) {
            return pattern.isPresent() ? pattern.get().matches(x, cookie) : name.equals(cookie);
        }
    }

    /** As settings say; throws {@link IllegalArgumentException} where they cannot be. */
    static CookieMapping of(ReverseMappingConfig config) {
        List<Flags> flags = new ArrayList<>();
        for (int i = 0; i < config.cookieFlags().size(); i++) {
            flags.add(flags("cookieFlags[" + i + "]", config.cookieFlags().get(i)));
        }
        return new CookieMapping(
                MappedText.all("cookieDomains", config.cookieDomains(), true),
                MappedText.all("cookiePaths", config.cookiePaths(), false),
                List.copyOf(flags));
    }

    private static Flags flags(String setting, CookieFlags settings) {
        String cookie = settings.cookie();
        if (settings.flags().isEmpty()) {
            throw new IllegalArgumentException(setting + ".flags: none (expected: at least one)");
        }
        if (cookie.isEmpty()) {
            throw new IllegalArgumentException(setting + ".cookie: \"\" (expected: a name, or ~ and an expression)");
        }
        Optional<CapturingPattern> pattern = cookie.startsWith("~")
                ? Optional.of(CapturingPattern.of(
                        setting + ".cookie", cookie.substring(1).strip(), true))
                : Optional.empty();
        return new Flags(cookie, pattern, settings.flags());
    }

    boolean isNone() {
        return domains.isEmpty() && paths.isEmpty() && flags.isEmpty();
    }

    /** The value of Set-Cookie as clients get it; empty where it stays. */
    Optional<String> map(Exchange x, String value) {
        List<String> parts = parts(value);
        boolean changed = attribute(parts, "domain", text -> MappedText.whole(domains, x, text));
        changed |= attribute(parts, "path", text -> MappedText.beginning(paths, x, text));
        String cookie = name(parts.getFirst());
        Optional<Flags> fitting =
                flags.stream().filter(each -> each.fit(x, cookie)).findFirst();
        fitting.ifPresent(found -> found.flags().stream().sorted().forEach(flag -> flag(parts, flag)));
        return changed || fitting.isPresent() ? Optional.of(String.join("; ", parts)) : Optional.empty();
    }

    /** The cookie, which may be empty, then its attributes. */
    private static List<String> parts(String value) {
        List<String> parts = new ArrayList<>();
        for (String part : value.split(";", -1)) {
            if (parts.isEmpty() || !part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    @FunctionalInterface
    private interface Change {
        Optional<String> of(String text);
    }

    private static boolean attribute(List<String> parts, String name, Change change) {
        boolean changed = false;
        for (int i = 1; i < parts.size(); i++) {
            String part = parts.get(i);
            int equals = part.indexOf('=');
            if (equals > 0 && name(part).equalsIgnoreCase(name)) {
                Optional<String> mapped = change.of(part.substring(equals + 1).strip());
                if (mapped.isPresent()) {
                    parts.set(i, part.substring(0, equals + 1) + mapped.get());
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** An attribute that is there keeps its place and its spelling; another comes last. */
    private static void flag(List<String> parts, Flag flag) {
        boolean found = false;
        for (int i = parts.size() - 1; i > 0; i--) {
            String name = name(parts.get(i));
            if (name.toLowerCase(Locale.ROOT).equals(flag.attribute())) {
                found = true;
                int value = flag.written().indexOf('=');
                if (flag.written().isEmpty()) {
                    parts.remove(i);
                } else if (value >= 0) {
                    parts.set(i, name + flag.written().substring(value));
                }
            }
        }
        if (!found && !flag.written().isEmpty()) {
            parts.add(flag.written());
        }
    }

    private static String name(String part) {
        int equals = part.indexOf('=');
        return (equals < 0 ? part : part.substring(0, equals)).strip();
    }
}
