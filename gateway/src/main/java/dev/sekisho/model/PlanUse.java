package dev.sekisho.model;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether some policy treats the consumers of each plan in their own way; a plan that none names changes nothing, which is a warning. */
final class PlanUse {

    private static final String PLACEHOLDER = "{plan}";

    private final Set<String> named = new HashSet<>();
    private boolean counted; // all plans are told apart, whatever their names

    private PlanUse() {}

    static void check(Model model, List<Problem> problems) {
        PlanUse use = new PlanUse();
        for (PolicySpec spec : ServingPolicies.of(model)) {
            if (spec.type().equals("quota")) {
                model.plans().stream()
                        .filter(plan -> plan.quota().isPresent())
                        .forEach(plan -> use.named.add(plan.name()));
            }
            use.named.addAll(spec.audience().plans());
            use.look("", spec.config());
        }
        if (!use.counted) {
            model.plans().stream()
                    .filter(plan -> !use.named.contains(plan.name()))
                    .findFirst()
                    .ifPresent(plan -> problems.add(unused(plan)));
        }
    }

    /** Looks for names of plans in a setting of that name, and in all that it is made of. */
    private void look(String setting, Object value) {
        switch (value) {
            case String text -> text(setting, text);
            case Enum<?> constant -> text(setting, constant.name().toLowerCase(Locale.ROOT));
            case Optional<?> optional -> optional.ifPresent(part -> look(setting, part));
            case Collection<?> parts -> parts.forEach(part -> look(setting, part));
            case Map<?, ?> parts ->
                parts.forEach((name, part) -> {
                    text(setting, String.valueOf(name));
                    look(String.valueOf(name), part);
                });
            case Record whole
            when Modifier.isPublic(whole.getClass().getModifiers()) -> {
                for (RecordComponent component : whole.getClass().getRecordComponents()) {
                    look(component.getName(), part(component, whole));
                }
            }
            default -> {}
        }
    }

    private void text(String setting, String text) {
        if (setting.equals("plans")) {
            named.add(text);
        }
        counted |= text.contains(PLACEHOLDER) || (setting.equals("key") && text.equals("plan"));
    }

    private static Problem unused(Plan plan) {
        String message = "plans: no policy has limits for " + Tokens.quote(plan.name()) + " (expected: one that does)";
        return new Problem(
                plan.origin(), "model.unused", message, "name it under plans of rate-limit, or remove it", false);
    }

    private static Object part(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + ": not readable (expected: a public record)", e);
        }
    }
}
