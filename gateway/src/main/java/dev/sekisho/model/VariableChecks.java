package dev.sekisho.model;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of variables: well formed, known where placeholders use them, and not found out by way of themselves. */
final class VariableChecks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");
    private static final Pattern USE = Pattern.compile("\\{\\{|\\{var\\.([^{}\\s]+)\\}");

    private final Model model;
    private final List<Problem> problems;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, Set<String>> uses = new LinkedHashMap<>(); // of declared variables

    private VariableChecks(Model model, List<Problem> problems) {
        this.model = model;
        this.problems = problems;
    }

    /** Whether a text may be the name of a variable. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Checks the variables of a model whose parts have all been read. */
    static void check(Model model, List<Problem> problems) {
        new VariableChecks(model, problems).run();
    }

    private void run() {
        List<PolicySpec> serving = ServingPolicies.of(model);
        for (Variable variable : model.variables()) {
            if (!isName(variable.name())) {
                String message = "variables: name " + Tokens.quote(variable.name())
                        + " (expected: 1 to 64 letters, digits, _ and -)";
                error(variable.origin(), "model.variable-name", message, "");
            }
            known.add(variable.name());
        }
        serving.forEach(spec -> setters(spec.config()));
        for (Variable variable : model.variables()) {
            uses.put(variable.name(), used("variable " + variable.name(), variable.by(), variable.origin()));
        }
        serving.forEach(spec -> used(spec.type(), spec.config(), spec.origin()));
        model.upstreams().forEach(this::hash);
        model.variables().forEach(this::circle);
    }

    /** The variable that an upstream goes by. */
    private void hash(Upstream upstream) {
        upstream.balance()
                .hash()
                .flatMap(HashKey::variable)
                .filter(name -> !known.contains(name))
                .ifPresent(name -> {
                    String message = "balance.hash.variable: " + Tokens.quote(name)
                            + " (expected: a variable that is declared, or that steps set)";
                    error(upstream.origin(), "model.unknown-variable", message, Nearest.fix(name, known));
                });
    }

    private void setters(Record config) {
        if (config instanceof VariableSetter setter) {
            known.addAll(setter.variables());
        }
    }

    /** The variables that settings use; an unknown one is a problem. */
    private Set<String> used(String where, Object settings, Origin at) {
        Set<String> found = new LinkedHashSet<>();
        look(settings, found);
        for (String name : found) {
            if (!known.contains(name)) {
                String message = where + ": {var." + Tokens.quote(name) + "}"
                        + " (expected: a variable that is declared, or that steps set)";
                error(at, "model.unknown-variable", message, Nearest.fix(name, known));
            }
        }
        return found;
    }

    private static void look(Object value, Set<String> found) {
        switch (value) {
            case String text -> texts(text, found);
            case Optional<?> optional -> optional.ifPresent(part -> look(part, found));
            case Collection<?> parts -> parts.forEach(part -> look(part, found));
            case Map<?, ?> parts -> parts.values().forEach(part -> look(part, found));
            case PolicyUse _ -> {} // looked at by itself
            case Record whole
            when Modifier.isPublic(whole.getClass().getModifiers()) -> {
                for (RecordComponent component : whole.getClass().getRecordComponents()) {
                    look(part(component, whole), found);
                }
            }
            default -> {}
        }
    }

    private static void texts(String text, Set<String> found) {
        Matcher matcher = USE.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                found.add(matcher.group(1));
            }
        }
    }

    private static Object part(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + ": not readable (expected: a public record)", e);
        }
    }

    /** A variable that is found out by way of itself, which would never end. */
    private void circle(Variable variable) {
        Deque<String> next = new ArrayDeque<>(uses.getOrDefault(variable.name(), Set.of()));
        Set<String> seen = new LinkedHashSet<>();
        while (!next.isEmpty()) {
            String name = next.removeFirst();
            if (name.equals(variable.name())) {
                String message = "variable " + variable.name() + ": depends on itself"
                        + (seen.isEmpty() ? "" : " by way of " + String.join(", ", seen))
                        + " (expected: no circle)";
                error(variable.origin(), "model.variable-circle", message, "");
                return;
            }
            if (seen.add(name)) {
                next.addAll(uses.getOrDefault(name, Set.of()));
            }
        }
    }

    private void error(Origin at, String code, String message, String fix) {
        problems.add(new Problem(at, code, message, fix, true));
    }
}
