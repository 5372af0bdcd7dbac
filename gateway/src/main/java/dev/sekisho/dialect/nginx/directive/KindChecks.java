package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** The checks of values that many directives share. */
final class KindChecks {

    private static final int MAX_LEVELS = 3;

    private KindChecks() {}

    /** Checks the arguments by their kind. */
    static void check(DirectiveSpec spec, Directive directive, Scope scope) throws Refusal {
        switch (spec.kind()) {
            case FLAG -> flag(directive, scope);
            case TEXT -> once(directive, scope);
            case TEXTS, PAIRS, OWN -> {}
            case NUMBER -> number(spec, directive, scope);
            case SIZE -> of(Values.size(directive.arg(0)), "invalid value", directive, scope);
            case OFFSET -> of(Values.offset(directive.arg(0)), "invalid value", directive, scope);
            case MILLISECONDS -> of(Values.milliseconds(directive.arg(0)), "invalid value", directive, scope);
            case SECONDS -> of(Values.seconds(directive.arg(0)), "invalid value", directive, scope);
            case BUFFERS -> buffers(directive, scope);
            case ENUM -> oneOf(spec, directive, scope);
            case SET -> someOf(spec, directive, scope);
            case PATH -> path(directive, scope);
            case ACCESS -> access(directive, scope);
            case VALUE -> value(directive, scope);
            case TYPES -> types(directive, scope);
            case PREDICATES -> {
                for (Word word : directive.args()) {
                    scope.value(word);
                }
            }
        }
    }

    private static void once(Directive directive, Scope scope) throws Refusal {
        if (scope.has(directive.name())) {
            throw Refusal.own(directive, "is duplicate");
        }
    }

    private static void flag(Directive directive, Scope scope) throws Refusal {
        once(directive, scope);
        String value = directive.arg(0);
        if (!value.equalsIgnoreCase("on") && !value.equalsIgnoreCase("off")) {
            throw new Refusal(
                    "invalid value \"" + value + "\" in \"" + directive.name()
                            + "\" directive, it must be \"on\" or \"off\"",
                    directive.args().getFirst().at());
        }
    }

    private static void of(OptionalLong value, String message, Directive directive, Scope scope) throws Refusal {
        once(directive, scope);
        if (value.isEmpty()) {
            throw Refusal.own(directive, message);
        }
    }

    private static void number(DirectiveSpec spec, Directive directive, Scope scope) throws Refusal {
        OptionalLong number = Values.number(directive.arg(0));
        of(number, "invalid number", directive, scope);
        if (spec.bounds().isEmpty()) {
            return;
        }
        long value = number.orElseThrow();
        long least = spec.bounds().getFirst();
        long greatest = spec.bounds().getLast();
        if (value < least || greatest != -1 && value > greatest) {
            String bounds = greatest == -1
                    ? "value must be equal to or greater than " + least
                    : "value must be between " + least + " and " + greatest;
            throw new Refusal(bounds, directive.args().getFirst().at());
        }
    }

    private static void buffers(Directive directive, Scope scope) throws Refusal {
        once(directive, scope);
        OptionalLong count = Values.number(directive.arg(0));
        OptionalLong size = Values.size(directive.arg(1));
        if (count.orElse(0) == 0 || size.orElse(0) == 0) {
            throw Refusal.own(directive, "invalid value");
        }
    }

    private static void oneOf(DirectiveSpec spec, Directive directive, Scope scope) throws Refusal {
        once(directive, scope);
        if (spec.values().stream().noneMatch(directive.arg(0)::equalsIgnoreCase)) {
            throw Refusal.of("invalid value", directive.args().getFirst());
        }
    }

    private static void someOf(DirectiveSpec spec, Directive directive, Scope scope) throws Refusal {
        Set<String> given = new HashSet<>();
        for (Directive before : scope.all(directive.name())) {
            before.texts().forEach(text -> given.add(text.toLowerCase(Locale.ROOT)));
        }
        for (Word word : directive.args()) {
            if (spec.values().stream().noneMatch(word.text()::equalsIgnoreCase)) {
                throw Refusal.of("invalid value", word);
            }
            if (!given.add(word.text().toLowerCase(Locale.ROOT))) {
                scope.warn(directive, "duplicate value \"" + word.text() + "\"");
            }
        }
    }

    private static void path(Directive directive, Scope scope) throws Refusal {
        once(directive, scope);
        int sum = 0;
        for (Word level : directive.args().subList(1, directive.args().size())) {
            long digits = Values.number(level.text()).orElse(0);
            sum += Math.clamp(digits, 0, 100);
            if (digits == 0 || directive.args().size() > MAX_LEVELS + 1) {
                throw Refusal.own(directive, "invalid value");
            }
        }
        if (sum > 32) { // digits of an MD5 sum
            throw Refusal.own(directive, "invalid value");
        }
    }

    private static void access(Directive directive, Scope scope) throws Refusal {
        once(directive, scope);
        List<String> rights = List.of("rw", "r");
        for (Word word : directive.args()) {
            int colon = word.text().indexOf(':');
            boolean known = colon > 0
                    && Set.of("user", "group", "all").contains(word.text().substring(0, colon));
            if (!known || !rights.contains(word.text().substring(colon + 1))) {
                throw Refusal.of("invalid value", word);
            }
        }
    }

    private static void value(Directive directive, Scope scope) throws Refusal {
        once(directive, scope);
        Word word = directive.args().getFirst();
        boolean constant = scope.value(word).isConstant();
        boolean rate = directive.name().endsWith("_rate") || directive.name().equals("limit_rate_after");
        if (rate && constant && Values.size(word.text()).isEmpty()) {
            throw Refusal.own(directive, "invalid value");
        }
    }

    private static void types(Directive directive, Scope scope) {
        Set<String> given = new HashSet<>();
        scope.all(directive.name()).forEach(before -> given.addAll(before.texts()));
        given.add(directive.name().equals("charset_types") ? "" : "text/html");
        for (Word word : directive.args()) {
            if (!given.add(word.text()) && !word.text().equals("*")) {
                scope.warn(directive, "duplicate MIME type \"" + word.text() + "\"");
            }
        }
    }
}
